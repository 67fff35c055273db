"""Forms of policies, one module for each theme."""
