"""Customer-impact review: no decision that touches customers is taken unread."""
