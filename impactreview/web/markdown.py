"""Markdown to safe HTML: made once, when a text is written, and kept beside it."""

import re

import nh3
from markdown import Markdown
from markupsafe import Markup, escape

MAX_CHARACTERS = 50_000
_EXTENSIONS = ["tables", "sane_lists"]
_OPTIONS = {"tables": {"use_align_attribute": True}}
_TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre",
    "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "td": {"align"}, "th": {"align"}, "ol": {"start"}}
_NO_LINK = re.compile(
    r"\\?\[(?![^\[\]]{0,1000}\])"  # a bracket that none closes within what a link's text may hold
    r"|(?<=\])\((?!(?:[^()\n]|\([^()\n]{0,1000}\)){0,2000}\))"
)
"""Brackets and parentheses that open no link: each would make the renderer read on to the end."""
_UNDERLINE = re.compile(r"^(=+|-+)[ ]*\n(?=\S)", re.MULTILINE)
"""A line under a heading that text follows at once: many of them would be read again and again."""
_ASIDE = {"[": "\ufdd0", "(": "\ufdd1"}
"""What stands for a bracket while the text is rendered: characters that are none."""
_SCHEMES = {"http", "https", "mailto"}


def safe_html(text: str) -> str:
    """`text` as HTML of a closed list of elements; headings begin below those of the page.

    Raises ValueError above 50,000 characters: rendering time grows with the length.
    """
    if len(text) > MAX_CHARACTERS:
        raise ValueError(f"{len(text)} characters; {MAX_CHARACTERS} are rendered")
    lowered = _rendered(text)
    return nh3.clean(
        lowered,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer nofollow",
    )


def _rendered(text: str) -> str:
    """The renderer's HTML; a text that is nested too deeply for it stays as it was typed."""
    calm = _NO_LINK.sub(lambda found: _ASIDE[found[0][-1]], text)
    calm = _UNDERLINE.sub(r"\g<0>\n", calm)
    try:
        made = Markdown(extensions=_EXTENSIONS, extension_configs=_OPTIONS).convert(calm)
    except RecursionError:
        return f"<p>{escape(text)}</p>"
    for bracket, aside in _ASIDE.items():
        made = made.replace(aside, bracket)
    return str(made.replace("<h1>", "<h2>").replace("</h1>", "</h2>"))


def stored(html: str) -> Markup:
    """HTML that `safe_html` made, cleaned once more before it is trusted as markup."""
    return Markup(nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES))  # noqa: S704 - cleaned in this line
