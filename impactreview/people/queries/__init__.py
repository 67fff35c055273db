"""Questions about people, one module for each theme; those that other rooms ask stand here."""

from impactreview.people.queries.directory import by_email, by_id, holders, of_ids
from impactreview.people.queries.sign_in import signed_in

__all__ = ["by_email", "by_id", "holders", "of_ids", "signed_in"]
