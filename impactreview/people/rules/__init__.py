"""Rules of people, pure, one module for each theme."""
