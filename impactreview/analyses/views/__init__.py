"""Pages of analyses, one module for each theme; the app takes `bp` and finds them all on it."""

from impactreview.analyses.views import cited, rows, sections, tasks
from impactreview.analyses.views.room import bp

__all__ = ["bp", "cited", "rows", "sections", "tasks"]
