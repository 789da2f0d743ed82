"""Lines equal those that plain Python finds, and patterns are tried wherever they may match."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fls.segmentation import lines as module
from fls.segmentation.lines import find_lines, measure_bullet
from fls.sheet import INVISIBLE, lay
from tests.property.test_segmentation import ANY_TEXT, RELEASES
from tests.unit import layout_pages

BLANK = INVISIBLE + "".join(filter(str.isspace, map(chr, range(0x3001))))
ENDS = re.compile("\r\n|[\n\v\f\r\u2028]")
PAGES = [
    text
    for group in vars(layout_pages).values()
    for text in (group.values() if isinstance(group, dict) else [group])
    if isinstance(text, str)
]


def read_plainly(text: str) -> list[tuple[int, int, int, bool, bool, bool, int]]:
    """Return start, end, indent, gap, columns, alone and mark of every line."""
    lines = []
    gap, first = True, 0
    ends = [match.span() for match in ENDS.finditer(text)] + [(len(text), len(text))]
    for end, following in ends:
        line = text[first:end].strip(BLANK)
        if line:
            start = first + len(text[first:end]) - len(text[first:end].lstrip(BLANK))
            mark = measure_bullet(line)
            columns = module._COLUMNS.search(line, mark) is not None
            alone = module._RULE.match(line) or module._FOOT.match(line) or columns
            lines.append((start, start + len(line), start - first, gap, columns, bool(alone), mark))
        gap = not line or text[following - 1 : following] == "\f"
        first = following
    return lines


def check(*texts: str) -> None:
    sheet = lay(texts)
    lines = find_lines(sheet)
    expected = [
        (begin + a, begin + b, *facts)
        for begin, text in zip(sheet.begin.tolist(), texts, strict=False)
        for a, b, *facts in read_plainly(text)
    ]
    columns = (
        lines.start, lines.end, lines.indent, lines.gap, lines.columns, lines.alone, lines.mark,
    )  # fmt: skip
    assert list(zip(*(column.tolist() for column in columns), strict=True)) == expected
    assert lines.text.tolist() == [i for i, text in enumerate(texts) for _ in read_plainly(text)]
    assert sheet.first[lines.first_chunk].tolist() == lines.start.tolist()
    assert sheet.last[lines.last_chunk - 1].tolist() == lines.end.tolist()


@given(st.lists(ANY_TEXT, max_size=3))
@example(["a\r", "b", "\r\nc\r\r\nd"])
@example(["(page 10 of 100)", "Page 2 of 9", "- more -", "<page>", "pages", "- 100 -  "])
@example(["\f", "a\fb\n\f\nc", ""])
@example(["(1\uff11. a", "\u0663. b", "³) c", "o\u2009A", "o\tA"])
def test_lines_of_any_texts(texts: list[str]) -> None:
    check(*texts)


@given(st.lists(st.text("-–*#~=. 1(a•o\t\nA)$", max_size=60), max_size=3))
def test_lines_of_marks(texts: list[str]) -> None:
    check(*texts)


def test_lines_of_pages_and_releases() -> None:
    releases = [path.read_text(encoding="utf-8") for path in sorted(RELEASES.glob("raw/*.txt"))]
    assert len(PAGES) > 50 < len(releases)
    check(*PAGES)
    check(*releases)


@pytest.mark.parametrize("text", ["", "\n", "\r", " \t\x0b\x0c\u2028\ufeff"])
def test_white_space_has_no_line(text: str) -> None:
    assert [len(column) for column in find_lines(lay([text, text]))] == [0] * 10
