"""Rules of policies, pure, one module for each theme."""
