"""Every word a person may read stands in both languages, and no word stands there unused."""

import ast
import json
import pkgutil
import re
from collections.abc import Iterator
from enum import Enum
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

import impactreview
from impactreview.web.languages import CATALOGUES

ROOT = CATALOGUES.parents[1]
MARKING = {
    "gettext", "lazy_gettext", "ngettext", "Refusal", "NotYours", "NotNow", "Stale", "Unusable",
    "Unfinished", "Missing", "Place",
}  # fmt: skip
"""Calls whose text arguments are message ids."""
WORDED = {"subject", "body", "message", "task", "why"}
"""Keywords of any call whose text is a message id."""
RULE_WORDS = {"why", "why_decides", "outcome_checks", "seen_by"}
"""Keys of a set of routing rules whose text is a message id."""
TEMPLATE_FILES = {".html", ".txt"}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


@cache
def kept(language: str) -> dict[str, Message]:
    """Every message of a language's catalogues, by its id."""
    found: dict[str, Message] = {}
    for path in sorted((CATALOGUES / language).glob("*.po")):
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language)
        assert not catalogue.obsolete, path
        for message in catalogue:
            if message.id:
                name = message.id if isinstance(message.id, str) else message.id[0]
                found[name] = message
    return found


def terms() -> Iterator[str]:
    """The key of every member of every vocabulary."""
    for found in pkgutil.walk_packages(impactreview.__path__, "impactreview."):
        if found.name.endswith((".terms", ".roles", ".permissions")):
            room = found.name.split(".")[1]
            for words in _vocabularies(import_module(found.name)):
                yield from (f"{room}.{words.__name__}.{member.name}" for member in words)


def _vocabularies(module: ModuleType) -> Iterator[type[Enum]]:
    for thing in vars(module).values():
        if isinstance(thing, type) and issubclass(thing, Enum):
            if thing.__module__ == module.__name__:
                yield thing


def _in_python(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
            values = [*node.args] if name in MARKING else []
            values = values[:1] if name == "ngettext" else values  # the plural is its second form
            values += [word.value for word in node.keywords if word.arg in WORDED]
            yield from _texts(values)


def _texts(values: list[ast.expr]) -> Iterator[str]:
    for value in values:
        if isinstance(value, ast.IfExp):
            yield from _texts([value.body, value.orelse])
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            text = value.value
            if " " in text or text[:1].isupper():
                yield text


def _in_template(path: Path) -> Iterator[str]:
    with path.open("rb") as file:
        options = {"extensions": "jinja2.ext.do", "trimmed": "true", "silent": "false"}
        for _, _, text, _ in babel_extract(file, ("_", "gettext", "ngettext"), [], options):
            first = text[0] if isinstance(text, tuple) else text
            if first:
                yield first


def _in_rules(kept: Any, name: str = "") -> Iterator[str]:
    """The reasons and the words that a set of routing rules holds."""
    if isinstance(kept, str) and name in RULE_WORDS:
        yield kept
    elif isinstance(kept, dict):
        for key, value in kept.items():
            yield from _in_rules(value, key)
    elif isinstance(kept, list):
        for value in kept:
            yield from _in_rules(value, name)


@cache
def used() -> dict[str, str]:
    """Every message id in code and templates, with one place that uses it."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "impactreview").rglob("*.py")):
        found |= dict.fromkeys(_in_python(path), str(path.relative_to(ROOT)))
    for path in sorted((ROOT / "impactreview" / "governance" / "data").glob("*.json")):
        kept_rules = json.loads(path.read_text(encoding="utf-8"))
        found |= dict.fromkeys(_in_rules(kept_rules), str(path.relative_to(ROOT)))
    for path in sorted(p for p in (ROOT / "templates").rglob("*.*") if p.suffix in TEMPLATE_FILES):
        found |= dict.fromkeys(_in_template(path), str(path.relative_to(ROOT)))
    return found


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_term_has_its_word(language: str) -> None:
    missing = [
        key for key in terms() if not (kept(language).get(key) and kept(language)[key].string)
    ]
    assert not missing


def test_every_sentence_has_its_german() -> None:
    catalogue = kept("de")
    missing = {
        text: place
        for text, place in used().items()
        if text not in catalogue or not catalogue[text].string
    }
    assert not missing


def test_no_word_is_kept_unused() -> None:
    known = set(used()) | set(terms())
    assert not {name for name in kept("de") if name not in known}
    assert not {name for name in kept("en") if name not in set(terms())}


def test_placeholders_are_the_same_in_both_languages() -> None:
    for name, message in kept("de").items():
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        allowed = set(PLACEHOLDER.findall(name)) | {"num"}
        for string in strings:
            assert set(PLACEHOLDER.findall(str(string))) <= allowed, name


def test_nothing_is_fuzzy() -> None:
    for language in ("de", "en"):
        assert not [name for name, message in kept(language).items() if message.fuzzy]
