from __future__ import annotations

import builtins
from typing import Any

import pytest

from fls.errors import ReadError
from fls.readers import read
from fls.readers.pdf_layout import join_paragraphs
from fls.readers.pdf_lines import Word
from tests.hostile_inputs import encrypted_pdf, pdf

WIDTH = 5.0


def line(text: str, left: float, top: float) -> list[Word]:
    """Set a line in letters of one width."""
    found, at = [], left
    for word in text.split(" "):
        found.append(Word(word, at, top - 10, at + WIDTH * len(word), top))
        at += WIDTH * (len(word) + 1)
    return found


def page(*lines: tuple[str, float, float]) -> list[Word]:
    return [word for text, left, top in lines for word in line(text, left, top)]


def column(texts: list[str], left: float, top: float = 700) -> list[Word]:
    return page(*[(text, left, top - 12 * i) for i, text in enumerate(texts)])


def test_hard_wraps_are_joined_and_paragraphs_stay_apart() -> None:
    words = column(
        ["Acme today opened its second pump", "plant in Dayton, the third in Ohio", "state."], 60
    )
    words += column(["It will hire 200 people in this and", "the next year."], 60, 650)
    text, furniture = join_paragraphs([words])
    assert text == (
        "Acme today opened its second pump plant in Dayton, the third in Ohio state.\n\n"
        "It will hire 200 people in this and the next year."
    )
    assert furniture == ()


def test_short_lines_stay_lines() -> None:
    words = column(
        ["Ann Lowe", "Chief executive", "and then one much longer line of text here"], 60
    )
    assert join_paragraphs([words])[0].startswith("Ann Lowe\nChief executive\nand")


@pytest.mark.parametrize(
    ("upper", "lower", "joined"),
    [
        ("The company gave out infor-", "mation today.", "gave out information today"),
        ("It is a measure of non-", "GAAP income here.", "of non-GAAP income"),
        ("These are the long-", "term plans of us.", "the long-term plans"),
        ("We compare year-over-", "year growth rates.", "year-over-year growth"),
        ("Sales from the years 2025-", "2026 rose by much.", "2025-2026 rose"),
    ],
)
def test_hyphens_at_line_ends(upper: str, lower: str, joined: str) -> None:
    assert joined in join_paragraphs([column([upper, lower], 60)])[0]


def test_a_document_that_writes_a_word_whole_decides() -> None:
    first = column(["Here stands reopening once as it is", "so."], 60, 760)
    text = join_paragraphs([first + column(["It was a day of great joy and re-", "opening."], 60)])[
        0
    ]
    assert "joy and reopening." in text


WHOLE = ["Here is a line of the text that fills the", "page."]


@pytest.mark.parametrize(
    ("upper", "lower", "joined"),
    [
        ("It is a wholly-", "owned firm.", "a wholly-owned firm"),
        ("It makes user-", "friendly pumps.", "makes user-friendly pumps"),
        ("Our AI-", "powered pumps.", "Our AI-powered pumps"),
        ("Mail to press.team@acme-", "pumps.example now.", "@acme-pumps.example now"),
        ("We gave infor-", "mation today.", "gave information today"),
        ("The U.S.-", "based firm grew.", "The U.S.-based firm"),
        ("Pumps run—", "and run well.", "run—and run"),
        ("Pumps run —", "and run well.", "run — and run"),
    ],
)
def test_text_without_hyphenation_keeps_its_hyphens(upper: str, lower: str, joined: str) -> None:
    words = [word for i in range(9) for word in column(WHOLE, 60, 900 - 40 * i)]
    full = f"{'x' * (len(WHOLE[0]) - len(upper) - 1)} {upper}"
    assert joined in join_paragraphs([words + column([full, lower], 60, 500)])[0]


@pytest.mark.parametrize("first", ["(b) the", "(iv) the", "– the", "b) the"])
def test_a_line_of_running_text_may_begin_with_a_mark(first: str) -> None:
    upper = "The risks of Acme include (a) the sale of the mill;"
    words = column([upper, f"{first} sale of the plant in Dayton, Ohio."], 60)
    joined = not first.startswith("–")
    assert (f"mill; {first} sale" in join_paragraphs([words])[0]) == joined
    words = column([upper[:-1], f"{first} sale of the plant in Dayton, Ohio."], 60)
    assert f"mill {first} sale" in join_paragraphs([words])[0]


@pytest.mark.parametrize(
    "above", ["The risks that Acme runs here are:", "(a) the sale of the mill"]
)
def test_items_stay_apart(above: str) -> None:
    words = column([above, "(b) the sale of the plant in Dayton"], 60)
    assert f"{above}\n(b) the" in join_paragraphs([words])[0]


def centred(text: str, top: float, middle: float = 260) -> list[Word]:
    return line(text, middle - WIDTH * len(text) / 2, top)


def test_a_title_of_two_lines_is_one() -> None:
    body = column([f"{'a line that fills the whole of the column of the page':<80}"] * 4, 60, 600)
    body += line("x" * 80, 60, 500)
    title = centred("ACME PUMPS OF DAYTON OHIO CORPORATION", 700)
    title += centred("DECLARES A SPECIAL DIVIDEND OF $3.00 PER SHARE", 688)
    text = join_paragraphs([title + body])[0]
    assert "CORPORATION DECLARES A SPECIAL" in text
    address = centred("Acme Pumps Corporation of Dayton", 700) + centred("1 Main Street", 688)
    assert "Dayton\n1 Main Street" in join_paragraphs([address + body])[0]


def test_three_columns_are_read_one_after_the_other() -> None:
    words = []
    for i in range(9):
        for name, left in (("first", 60), ("second", 230), ("third", 400)):
            words += line(f"these words are of {name}", left, 700 - 12 * i)
    text = join_paragraphs([words])[0]
    assert text.rindex("first") < text.index("second")
    assert text.rindex("second") < text.index("third")


def test_columns_are_read_one_after_the_other() -> None:
    left = ["these words are of the left column"] * 8
    right = ["those words are of the right column"] * 8
    words = line("A headline over both of the columns that is long enough to cross", 60, 740)
    for i in range(8):  # written line by line across the page
        words += line(left[i], 60, 700 - 12 * i) + line(right[i], 320, 700 - 12 * i)
    text = join_paragraphs([words])[0]
    assert text.index("A headline") < text.index("these") < text.index("those")
    assert "left column these words" in text
    assert text.rindex("these") < text.index("those")


def test_rows_of_figures_have_tabs_and_are_no_columns() -> None:
    rows = [f"Item number {i} of the list" for i in range(9)]
    words = column(rows, 60) + column([f"{i},000" for i in range(9)], 400)
    assert join_paragraphs([words])[0].split("\n")[0] == "Item number 0 of the list\t0,000"


def stretched(text: str, gap: float, top: float) -> list[Word]:
    """Set a line from the left edge with gaps of one width."""
    found, at = [], 60.0
    for word in text.split():
        found.append(Word(word, at, top - 10, at + WIDTH * len(word), top))
        at += WIDTH * len(word) + gap
    return found


def test_a_justified_line_is_no_row_of_a_table() -> None:
    words = line("The call can be heard by all who want to hear it, and", 60, 700)
    words += stretched("is shown through the site of Acme at", 25, 688)
    words += line("https://www.acme.example/investors/events-and-calls-of-2026.", 60, 676)
    assert join_paragraphs([words])[0].count(" ") == 20
    assert "is shown through the site of Acme at https" in join_paragraphs([words])[0]


def test_a_row_that_fills_its_column_stays_one() -> None:
    words = line("The call can be heard by all who want to hear it, and", 60, 700)
    words += stretched("Sales 1,906 2,031 3,720 3,877 4,101", 25, 660)
    assert "Sales\t1,906\t2,031" in join_paragraphs([words])[0]


@pytest.mark.parametrize("foot", ["-more-", "Acme Corp. | 1 Main Street", "1 | Acme results"])
def test_the_first_foot_stands_behind_the_paragraph(foot: str) -> None:
    pages = []
    for i, name in enumerate(["mill", "plant", "office"]):
        lines = [f"the sale of the {name} to them and of", f"all that the {name} has, which was"]
        pages.append(
            column([*lines, f"{name} and"], 60) + line(foot.replace("1 |", f"{i} |"), 200, 40)
        )
    text, furniture = join_paragraphs(pages)
    assert "mill and the sale of the plant" in text
    assert text.endswith("\n\n" + foot.replace("1 |", "0 |"))
    assert len(furniture) >= 1


def test_headers_go_after_the_first_and_numbers_of_pages_do_not_tear() -> None:
    pages = []
    for i, name in enumerate(["mill", "plant", "office"]):
        words = line("Acme Corp. Results for 2026", 60, 760)
        lines = [f"the sale of the {name} to them and of", f"all that the {name} has, which was"]
        words += column([*lines, f"{name} and"], 60)
        words += line(f"{i + 1}", 300, 40)
        pages.append(words)
    text, furniture = join_paragraphs(pages)
    assert text.count("Acme Corp. Results") == 1
    assert furniture == ("Acme Corp. Results for 2026",)
    assert text.endswith("\n\n1\n\n2\n\n3")
    assert "mill and the sale" in text


def test_a_file_is_read(tmp_path: Any) -> None:
    path = tmp_path / "a"
    path.write_bytes(pdf(["Acme Opens Plant\n \nSales rose.", ""], compress=True))
    document = read(path)
    assert document.text.split() == "Acme Opens Plant Sales rose.".split()
    assert document.metadata == {"format": "pdf", "n_pages": 2}
    assert document.warnings == ("no text on page 2: pictures are not read",)
    assert (document.encoding, document.source) == ("pdf", str(path))


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (encrypted_pdf(), "an encrypted PDF"),
        (pdf(["", ""]), "pictures only on its 2 pages"),
        (b"%PDF-1.7 nothing", "must be a sound PDF file"),
    ],
)
def test_what_cannot_be_read_is_named(data: bytes, found: str) -> None:
    with pytest.raises(ReadError, match=found):
        read(data)


def test_a_missing_extra_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    there = builtins.__import__

    def absent(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "pypdfium2":
            raise ImportError(name)
        return there(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", absent)
    with pytest.raises(ReadError, match=r"pip install 'fls\[pdf\]'"):
        read(pdf(["Sales rose."]))
