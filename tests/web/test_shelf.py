"""Style sheets and scripts are fetched once, and anew as soon as one has changed."""

import re
from pathlib import Path

from flask.testing import FlaskClient

from impactreview.web.shelf import address_of
from tests.given import Given


def _folder(tmp_path: Path, **files: str) -> Path:
    for name, content in files.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


def test_the_address_is_the_same_as_long_as_nothing_changes(tmp_path: Path) -> None:
    folder = _folder(tmp_path, a="one", b="two")
    assert address_of(folder) == address_of(folder)


def test_another_content_another_name_or_another_file_is_another_address(tmp_path: Path) -> None:
    known = {address_of(_folder(tmp_path, a="one", b="two"))}
    known.add(address_of(_folder(tmp_path, a="onet", b="wo")))
    known.add(address_of(_folder(tmp_path, c="")))
    (tmp_path / "c").rename(tmp_path / "d")
    known.add(address_of(tmp_path))
    assert len(known) == 4


def test_what_a_page_loads_is_kept_and_the_page_is_not(client: FlaskClient, given: Given) -> None:
    given.person()
    page = client.get("/sign-in")
    assert page.headers["Cache-Control"] == "no-store"
    loaded = re.findall(r'(?:href|src)="([^"]*/static/[^"]*)"', page.text)
    assert len(loaded) >= 7
    for path in loaded:
        with client.get(path) as answer:
            assert answer.status_code == 200
            assert answer.cache_control.max_age == 31_536_000
            assert answer.cache_control.public


def test_a_script_finds_its_parts_at_the_same_address(client: FlaskClient, given: Given) -> None:
    given.person()
    entry = re.search(r'src="([^"]*/house\.js)"', client.get("/sign-in").text)
    assert entry is not None
    with client.get(entry[1]) as answer:
        parts = re.findall(r'import "\./([^"]+)"', answer.get_data(as_text=True))
    assert parts
    for part in parts:
        with client.get(entry[1].replace("house.js", part)) as answer:
            assert answer.status_code == 200


def test_a_file_that_is_not_there_is_not_kept(client: FlaskClient, given: Given) -> None:
    given.person()
    answer = client.get("/static/none/css/house.css")
    assert answer.status_code == 404
    assert answer.cache_control.max_age is None
