"""What analyses work out: pure."""
