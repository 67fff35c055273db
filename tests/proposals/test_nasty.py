"""Strings that have broken other houses, in each field of a proposal."""

from xml.etree.ElementTree import Element

import html5lib
import pytest
from flask.testing import FlaskClient

from tests.given import Given
from tests.proposals.drafting import edit, form_of, newest, number

pytestmark = pytest.mark.database_near

NEW = "/proposals/new"


NASTY = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "{{ 7*7 }}{% raw %}",
    "%(name)s %s %d {0}",
    "Robert'); DROP TABLE proposal;--",
    "' OR '1'='1",
    "\u202egnp.exe\u2066",
    "Z\u0351\u036b\u0343a\u0363l\u0357go",
    "\U0001f469\u200d\U0001f4bb \U0001f1e9\U0001f1ea",
    "\u0000nul\u0007bell",
    "\ud800lone",
    '=HYPERLINK("http://127.0.0.1")',
    "../../etc/passwd",
    "${jndi:ldap://127.0.0.1/a}",
    "A\u0301 e\u0301",
    "\ufeffBOM \u2028 \u2029",
    "الكل في المجمو عة (5)",
    "[a](javascript:alert(1)) ![x](http://127.0.0.1/x.png)",
    "1" * 150,
    "NaN",
    "\\u0000 \\x00 \\n",
]
LINES = ("title", "sponsor", "wished_on", "embargo_until", "channels", "text", "co_authors")


@pytest.mark.parametrize("string", NASTY, ids=lambda each: ascii(each)[:24])
@pytest.mark.parametrize("field", LINES)
def test_every_field_takes_a_nasty_string_faithfully_or_says_no(
    given: Given, client: FlaskClient, field: str, string: str
) -> None:
    browser = given.signed_in(client, given.person())
    sent = {**form_of(given.unit(), visibility="restricted", embargo_until="2099-01-01")}
    sent[field] = string.encode("utf-8", "replace").decode()
    answer = browser.post(NEW, data=sent)
    assert answer.status_code in {303, 422}
    assert "<script>alert" not in answer.text
    assert "<img src=x" not in answer.text
    if answer.status_code == 422:
        assert number() == 0
        return
    made = newest()
    page = html5lib.parse(browser.get(edit(made)).text, namespaceHTMLElements=False)
    kept = {"title": made.title, "text": made.text, "channels": "\n".join(made.channels)}[field]
    (control,) = (one for one in page.iter() if one.get("name") == field)
    assert (control.get("value") or control.text or "").strip("\n") == kept
    _is_inert(page)
    _is_inert(html5lib.parse(made.html, namespaceHTMLElements=False))


def _is_inert(page: Element) -> None:
    """Nothing in `page` runs but our own scripts, and no link leads to a script."""
    for one in page.iter():
        assert one.tag not in {"img", "iframe", "object"}
        assert not any(
            name.startswith("on") or str(value).strip().lower().startswith("javascript:")
            for name, value in one.items()
            if name != "value"
        )
        assert one.tag != "script" or str(one.get("src")).startswith("/static/")
