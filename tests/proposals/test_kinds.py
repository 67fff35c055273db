"""Which files are taken, by their name and by their bytes, and how names are cleaned."""

from pathlib import Path

import pytest

from impactreview.kernel.refusals import Unusable
from impactreview.proposals.rules.attachments import KINDS, clean_name, must_be_taken
from tests.proposals.hanging import PDF

ODT = b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.text" + b"x"
ODS = b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
RIGHT = {
    "a.pdf": PDF,
    "a.PDF": PDF,
    "a.png": b"\x89PNG\r\n\x1a\n....",
    "a.jpg": b"\xff\xd8\xff\xe0....",
    "a.jpeg": b"\xff\xd8\xff\xe0....",
    "a.gif": b"GIF89a....",
    "a.webp": b"RIFF\x00\x00\x00\x00WEBPVP8 ",
    "a.txt": "Grüße".encode(),
    "b.txt": "Grüße".encode("cp1252"),
    "c.txt": "Grüße".encode("utf-16"),
    "a.csv": b"a;b\r\n1;2\r\n",
    "a.docx": b"PK\x03\x04....[Content_Types].xml....word/document.xml",
    "a.xlsx": b"PK\x03\x04....[Content_Types].xml....xl/workbook.xml",
    "a.pptx": b"PK\x03\x04....[Content_Types].xml....ppt/presentation.xml",
    "a.odt": ODT,
    "a.ods": ODS,
}


@pytest.mark.parametrize("name", RIGHT)
def test_each_kind_is_known_by_name_and_bytes(name: str) -> None:
    must_be_taken(name, RIGHT[name])


def test_every_kind_is_tried_above() -> None:
    assert set(KINDS) == {Path(name).suffix.lower() for name in RIGHT}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b""),
        ("a.pdf", PDF + bytes(10_000_000)),
        ("a.pdf", b"<html>" + PDF),
        ("a.png", PDF),
        ("a.gif", b"GIF88a"),
        ("a.webp", b"RIFF\x00\x00\x00\x00WAVE"),
        ("a.txt", b"MZ\x00\x01"),
        ("a.csv", b"a;\x1b[31m"),
        ("c.txt", "a\x00b".encode("utf-16")),
        ("a.docx", b"PK\x03\x04 xl/ [Content_Types].xml"),
        ("a.docx", b"PK\x03\x04 evil"),
        ("a.odt", ODS),
        ("a.svg", b"<svg/>"),
        ("a.html", b"<p>"),
        ("a.zip", b"PK\x03\x04"),
        ("a.exe", PDF),
        ("pdf", PDF),
        (".pdf", PDF),
    ],
)
def test_what_is_not_what_it_says_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(Unusable):
        must_be_taken(name, content)


@pytest.mark.parametrize(
    ("given_name", "cleaned"),
    [
        ("../../etc/a.pdf", "a.pdf"),
        ("C:\\files\\a.pdf", "a.pdf"),
        ("a\x00.pdf", "a.pdf"),
        ("a.pdf\r\nSet-Cookie: x=1", "a.pdfSet-Cookie: x=1"),
        ("\u202egnp.pdf", "gnp.pdf"),
        ("a.pdf.", "a.pdf"),
        (" . a  b .pdf ", "a b.pdf"),
        ("A\u0301.pdf", "\xc1.pdf"),
        ("a" * 300 + ".pdf", "a" * 116 + ".pdf"),
        ("x." + "y" * 300, "x." + "y" * 118),
        ("\U0001f469\u200d\U0001f4bb.pdf", "\U0001f469\u200d\U0001f4bb.pdf"),
    ],
)
def test_names_are_cleaned(given_name: str, cleaned: str) -> None:
    assert clean_name(given_name) == cleaned


@pytest.mark.parametrize("name", ["", " ", ".", "..", "/", "a/", "\u202e", "\x00"])
def test_a_name_of_which_nothing_is_left_is_refused(name: str) -> None:
    with pytest.raises(Unusable):
        clean_name(name)
