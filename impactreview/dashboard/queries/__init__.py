"""Questions that many rooms answer together, one module for each page."""
