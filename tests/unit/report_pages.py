"""Pages of a small release, and what their markup says."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from fls.report import Report

TEXT = (
    "Acme Opens Plant\n\nDAYTON, Ohio, May 4, 2026 -- Acme, Inc. opened a uniquely great plant. "
    "It expects to hire 200 people by the end of 2027. It hopes to open another.\n\n"
    "            2026      2025\n  Sales      10.5      9.1\n  Costs       8.2      7.0\n\n"
    "About forward-looking statements\n\n"
    "This release contains forward-looking statements within the meaning of the Private "
    "Securities Litigation Reform Act of 1995. Results may differ materially because of the "
    "price of tin and a shortage of workers to hire."
)
VOID = {"meta", "link", "input", "br", "img", "base"}
OPEN = {"tr", "th", "td"}  # closed by the next one in the table of releases


class Tree(HTMLParser):
    """Tags with their attributes, text outside of style and script, and faults of nesting."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.faults: list[str] = []
        self.said: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID | OPEN:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in OPEN and (not self.open or self.open.pop() != tag):
            self.faults.append(tag)

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] not in ("style", "script"):
            self.said.append(data)

    @property
    def text(self) -> str:
        return "".join(self.said)

    @property
    def words(self) -> str:
        """The text on one line, with a space between any two elements."""
        return " ".join(" ".join(self.said).split())

    def values(self, name: str) -> list[str]:
        return [attrs[name] or "" for _, attrs in self.tags if name in attrs]


def page_of(*releases: Any, **more: Any) -> str:
    report = Report(**more)
    for release in releases:
        report.add(release)
    return report.html()
