"""Rules of governance, pure, one module for each theme."""
