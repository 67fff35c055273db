"""What becomes of letters without a person: sent, tried again, given up, forgotten."""
