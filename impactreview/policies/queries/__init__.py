"""Questions about policies, one module for each theme; those that other rooms ask stand here."""

from impactreview.policies.queries.book import by_code, newest_version, version, versions

__all__ = ["by_code", "newest_version", "version", "versions"]
