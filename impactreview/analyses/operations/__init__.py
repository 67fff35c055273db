"""What may be done to an analysis, one module for each theme. The only writers of its tables."""
