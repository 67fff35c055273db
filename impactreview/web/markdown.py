"""Markdown to safe HTML: made once, when a text is written, and kept beside it."""

import nh3
from markdown import Markdown
from markupsafe import Markup

MAX_CHARACTERS = 50_000
_EXTENSIONS = ["tables", "sane_lists"]
_OPTIONS = {"tables": {"use_align_attribute": True}}
_TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre",
    "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "td": {"align"}, "th": {"align"}, "ol": {"start"}}
_SCHEMES = {"http", "https", "mailto"}


def safe_html(text: str) -> str:
    """`text` as HTML of a closed list of elements; headings begin below those of the page.

    Raises ValueError above 50,000 characters: rendering time grows with the length.
    """
    if len(text) > MAX_CHARACTERS:
        raise ValueError(f"{len(text)} characters; {MAX_CHARACTERS} are rendered")
    made = Markdown(extensions=_EXTENSIONS, extension_configs=_OPTIONS).convert(text)
    lowered = made.replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    return nh3.clean(
        lowered,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer nofollow",
    )


def stored(html: str) -> Markup:
    """HTML that `safe_html` made, cleaned once more before it is trusted as markup."""
    return Markup(nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES))  # noqa: S704 - cleaned in this line
