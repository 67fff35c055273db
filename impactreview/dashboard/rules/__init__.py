"""What the pages of the dashboard work out: pure."""
