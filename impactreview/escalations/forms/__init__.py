"""Forms of escalations, one module for each theme."""
