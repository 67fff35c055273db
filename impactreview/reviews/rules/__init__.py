"""Rules of reviews, pure, one module for each theme."""
