"""Pages of people, one module for each theme; the app takes `bp` and finds them all on it."""

from impactreview.people.views import (
    account,
    deliveries,
    directory,
    drafts,
    imports,
    invitations,
    links,
    otherwise,
    people,
    roles,
    sessions,
    setup,
    sign_in,
    units,
)
from impactreview.people.views.room import bp

__all__ = [
    "account",
    "bp",
    "deliveries",
    "directory",
    "drafts",
    "imports",
    "invitations",
    "links",
    "otherwise",
    "people",
    "roles",
    "sessions",
    "setup",
    "sign_in",
    "units",
]
