"""Questions about people, one module for each theme; those that other rooms ask stand here."""

from impactreview.people.queries.directory import by_email, by_id, holders
from impactreview.people.queries.sign_in import signed_in

__all__ = ["by_email", "by_id", "holders", "signed_in"]
