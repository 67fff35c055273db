"""Forms of governance, one module for each theme."""
