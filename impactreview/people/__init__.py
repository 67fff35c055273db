"""People: who they are, where they stand, what their roles let them do, how they sign in."""
