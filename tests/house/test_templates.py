"""Every template belongs to a view or to another template; none stands alone, none is missing."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from impactreview.app import TEMPLATES

ROOT = TEMPLATES.parent
_USED_BY_TEMPLATE = re.compile(
    r"""(?:extends|include|import|from)\s+["']([^"']+\.(?:html|txt))["']"""
)


def _named_in_code() -> set[str]:
    names: set[str] = set()
    for path in (ROOT / "impactreview").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                if node.value.endswith((".html", ".txt")):
                    names.add(node.value)
    return names


def _named_in_templates() -> set[str]:
    return {
        name
        for path in TEMPLATES.rglob("*.*")
        for name in _USED_BY_TEMPLATE.findall(path.read_text(encoding="utf-8"))
    }


def test_templates_and_views_know_each_other() -> None:
    there = {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.*") if path.is_file()}
    named = {name for name in _named_in_code() | _named_in_templates() if "/" in name}
    assert named - there == set()
    assert {name for name in there - named if Path(name).suffix in {".html", ".txt"}} == set()


def test_a_room_shows_its_own_templates() -> None:
    foreign = {}
    for path in (ROOT / "impactreview").rglob("*.py"):
        room = path.relative_to(ROOT / "impactreview").parts[0]
        for name in _rendered(path):
            if name.split("/")[0] not in {room, "_house"}:
                foreign[name] = str(path)
    assert not foreign


def _rendered(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "render_template":
            if isinstance(node.args[0], ast.Constant):
                yield str(node.args[0].value)
