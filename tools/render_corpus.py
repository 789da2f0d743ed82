"""Turn releases written as labelled units into raw texts in the layouts of real ones.

``python tools/render_corpus.py --seed DIR --out data/releases`` reads ``DIR/imagined/*.units`` and
``DIR/mirrored/*.units`` (and ``DIR/imagined/SCENARIOS.txt``) and writes ``raw/``, ``units/`` and
``manifest.csv``. The look of a release depends on its name alone, and no character that is not
white space is lost; page feet and bullets that the layout adds are in the units too. Issuers are
kept from a manifest that is there already, since only a reader can name them.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import random
import re
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby, zip_longest
from pathlib import Path

from fls import corpus

__all__ = ["Row", "main", "render"]

COLUMNS = (
    *("id", "origin", "sector", "event", "year"),
    *("tone", "safe_harbor", "issuer", "layout"),
)
#: Share of each layout, most like real ones first.
LAYOUTS = {"paragraphs": 0.55, "tight": 0.09, "wrapped": 0.12, "edgar": 0.12, "scraped": 0.12}
#: Share of paragraphs of one, two ... six sentences.
LENGTHS = (0.25, 0.31, 0.21, 0.11, 0.06, 0.06)
MARKS = {"* ": 0.5, "• ": 0.25, "- ": 0.15, "· ": 0.1}
FEET = {"{}": 0.4, "- {} -": 0.3, "-{}-": 0.2, "Page {}": 0.1}
FIGURE = re.compile(r"[-\u2013(]?[$€£]?\(?\d[\d.,]*%?\)?|[-\u2013\u2014]|n\.?[am]\.?")
LISTED = re.compile(r"[^\w\s\"“\u2018'$€£]|\(?\w{1,3}[.)]\s|[\w ]{1,20}: ")
DATE = re.compile(r"\b[A-Z][a-z]+\.? \d{1,2}, ?((?:19|20)\d\d)\b")
SCENARIO = re.compile(r"(.+): (.+?); (.+?); tone (.+?); year (\d+); safe harbor: (.+)")


@dataclass(frozen=True)
class Row:
    """A line of a units file."""

    kind: str
    label: str
    text: str


@dataclass(frozen=True)
class Block:
    """Rows that stand together: a paragraph, an item, or a line of another kind."""

    kind: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Style:
    """How one release is laid out; chances are between 0 and 1."""

    layout: str
    width: int = 0  # 0: lines are as long as their paragraphs
    gap: str = " "  # between sentences
    indent: int = 0
    hang: int = 0
    centred: bool = False
    justified: bool = False
    foot: str = ""
    page: int = 0
    loose_items: bool = False
    loose_contacts: bool = False
    nbsp: float = 0.0
    crlf: bool = False


class Chance:
    """Numbers that depend on a name alone."""

    def __init__(self, name: str) -> None:
        seed = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8])
        self._next = random.Random(seed).random

    def of(self, p: float) -> bool:
        """Return True with probability `p`."""
        return self._next() < p

    def pick(self, shares: dict[str, float]) -> str:
        """Choose a key by its share."""
        x = self._next() * sum(shares.values())
        for key, share in shares.items():
            x -= share
            if x < 0:
                return key
        return key

    def between(self, low: int, high: int) -> int:
        """Choose a whole number, both ends included."""
        return low + int(self._next() * (high - low + 1))


def render(name: str, rows: list[Row]) -> tuple[str, str, list[Row]]:
    """Lay out a release.

    Parameters
    ----------
    name : str
        Decides the layout and everything that varies within it.
    rows : list of Row
        The units.

    Returns
    -------
    layout, text, rows : str, str, list of Row
        The units with the bullets and page feet that the layout added.
    """
    chance = Chance(name)
    style = _choose_style(chance)
    rows = _spread_tables(_add_bullets([_sign(row) for row in rows], chance), style, chance)
    blocks = list(_form_blocks(rows, chance))
    parts, printed, page = [], 0, 1
    shown: list[Row] = []
    for here, below in zip_longest(blocks, blocks[1:]):
        body = _lay_out(here, style, chance)
        parts.append(body)
        shown += here.rows
        printed += body.count("\n") + 2
        if below is None:
            continue
        parts.append(_choose_gap(here, below, style, chance))
        if style.foot and printed > style.page and here.kind != "g":
            foot = style.foot.format(page)
            parts.append(f"\n{foot.center(style.width).rstrip()}\n\f\n")
            shown.append(Row("o", "", foot))
            printed, page = 0, page + 1
    text = _wear("".join(parts) + "\n", style, chance)
    return style.layout, text, shown


def _choose_style(chance: Chance) -> Style:
    """Choose the layout of a release."""
    layout = chance.pick(LAYOUTS)
    items, contacts, nbsp = chance.of(0.15), chance.of(0.7), chance.of(0.3)
    style = Style(layout, loose_items=items, loose_contacts=contacts, nbsp=0.6 * nbsp)
    if layout == "wrapped":
        hang = 2 * chance.of(0.5)
        return replace(style, width=chance.between(72, 120), hang=hang, loose_contacts=False)
    if layout == "edgar":
        return replace(
            style,
            width=80,
            gap="  " if chance.of(0.6) else " ",
            indent=5 * chance.of(0.4),
            hang=4 * chance.of(0.5),
            centred=chance.of(0.7),
            justified=chance.of(0.25),
            foot=chance.pick(FEET),
            page=chance.between(44, 56),
            loose_items=chance.of(0.5),
            loose_contacts=False,
            nbsp=0,
        )
    if layout == "scraped":
        return replace(style, crlf=chance.of(0.4), nbsp=0.6 * chance.of(0.6))
    return style


def _sign(row: Row) -> Row:
    """Read a bare ``L`` as specific where the unit has a figure."""
    definite = "L+" if re.search(r"\d", row.text) else "L-"
    codes = [definite if code == "L" else code for code in row.label.split(",")]
    return replace(row, label=",".join(codes))


def _add_bullets(rows: list[Row], chance: Chance) -> list[Row]:
    """Give marks to most lists without them, the same ones throughout a release."""
    mark, out = chance.pick(MARKS), []
    for is_item, group in groupby(rows, key=lambda row: row.kind == "i"):
        listed = list(group)
        if is_item and chance.of(0.75) and not any(LISTED.match(row.text) for row in listed):
            listed = [replace(row, text=mark + row.text) for row in listed]
        out += listed
    return out


def _spread_tables(rows: list[Row], style: Style, chance: Chance) -> list[Row]:
    """Set the figures of tables that are written closely in columns, in about half of them."""
    out = []
    for is_table, group in groupby(rows, key=lambda row: row.kind == "t"):
        listed = list(group)
        close = is_table and not any("  " in row.text for row in listed)
        if close and (style.width or chance.of(0.5)):
            cells = [_split_cells(row.text) for row in listed]
            width = max((len(row[0]) for row in cells if len(row) > 1), default=0)
            listed = [
                replace(row, text=c[0].ljust(width) + "".join(f"  {x:>11}" for x in c[1:]))
                for row, c in zip(listed, cells, strict=True)
            ]
        out += listed
    return out


def _split_cells(line: str) -> list[str]:
    words = line.split(" ")
    cut = len(words)
    while cut > 1 and FIGURE.fullmatch(words[cut - 1]):
        cut -= 1
    return [" ".join(words[:cut]), *words[cut:]]


def _form_blocks(rows: list[Row], chance: Chance) -> Iterator[Block]:
    """Form paragraphs, and items of more than one sentence."""
    at = 0
    while at < len(rows):
        end = at + 1
        if rows[at].kind == "s":
            end = _find_paragraph_end(rows, at, chance)
        elif rows[at].kind == "i":
            end = _find_item_end(rows, at)
        yield Block(rows[at].kind, tuple(rows[at:end]))
        at = end


def _find_paragraph_end(rows: list[Row], at: int, chance: Chance) -> int:
    """Find the end of the paragraph that begins at a row; none ends within a quotation."""
    longest = int(chance.pick({str(n): p for n, p in enumerate(LENGTHS, 1)}))
    if rows[at].label.startswith("B"):
        longest = max(longest, int(chance.pick({str(n): p for n, p in enumerate(LENGTHS, 1)})))
    quoted, end = False, at
    while end < len(rows) and rows[end].kind == "s":
        opens = rows[end].text[0] in '"“'
        if end > at and opens:
            # The second half of a quotation mostly follows its attribution.
            ends = rows[end - 1].text[0] not in '"“' or quoted or chance.of(0.3)
        elif end > at and not quoted:
            enters_legend = _is_legend(rows[end : end + 2]) and not _is_legend(rows[end - 1 : end])
            ends = end - at >= longest or enters_legend
        else:
            ends = False
        if ends:
            break
        quoted = _is_left_open(rows[end].text, quoted and not opens)
        end += 1
    return end


def _is_left_open(text: str, quoted: bool) -> bool:
    """Check whether a quotation goes on after a sentence."""
    if "“" in text or "”" in text:
        return text.rfind("“") > text.rfind("”")
    return quoted ^ (text.count('"') % 2 == 1)


def _is_legend(rows: list[Row]) -> bool:
    return all(row.label.startswith("B") for row in rows)


def _find_item_end(rows: list[Row], at: int) -> int:
    """Keep sentences with their item where the item is closed and another item follows."""
    end = at + 1
    while end < len(rows) and rows[end].kind == "s":
        end += 1
    closed = rows[at].text[-1] in ".!?"
    follows = end < len(rows) and rows[end].kind == "i"
    return end if closed and follows and end - at <= 3 else at + 1


def _lay_out(block: Block, style: Style, chance: Chance) -> str:
    text = block.rows[0].text
    for row in block.rows[1:]:
        glued = style.layout == "scraped" and chance.of(0.02)
        text += ("" if glued else style.gap) + row.text
    if block.kind in "hg" and style.width:
        width = style.width - 16 if style.centred else style.width
        lines = _wrap(text, width)
        return "\n".join(x.center(style.width).rstrip() if style.centred else x for x in lines)
    if block.kind == "s" and style.width:
        lines = _wrap(text, style.width, " " * style.indent)
        if style.justified:
            lines = [*(_justify(line, style.width) for line in lines[:-1]), lines[-1]]
        return "\n".join(lines)
    if block.kind == "i" and style.width:
        return "\n".join(_wrap(text, style.width, "", " " * style.hang))
    if block.kind == "s" and style.layout == "scraped" and chance.of(0.08):
        return " " * chance.between(2, 5) + text
    return text


def _wrap(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    return textwrap.wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _justify(line: str, width: int) -> str:
    indent = line[: len(line) - len(line.lstrip())]
    words = line.split()
    gaps = len(words) - 1
    room = width - len(indent) - sum(map(len, words))
    if gaps < 1 or room > 2 * gaps + 2:
        return line
    wide = [" " * (room // gaps + (i < room % gaps)) for i in range(gaps)]
    return indent + "".join(w + s for w, s in zip(words, [*wide, ""], strict=True))


def _choose_gap(here: Block, below: Block, style: Style, chance: Chance) -> str:
    pair = here.kind + below.kind
    if style.layout == "scraped":
        if pair == "gs" and not here.rows[0].text.endswith(":") and chance.of(0.06):
            return ""
        if chance.of(0.3):
            return "\n"
    joined = {"tt": True, "ii": not style.loose_items, "cc": not style.loose_contacts}
    tight = style.layout == "tight" or joined.get(pair, False)
    return "\n" if tight else "\n\n"


def _wear(text: str, style: Style, chance: Chance) -> str:
    """Leave the traces of other programs in a text."""
    if style.nbsp:
        text = _replace_some(r"(?<=\d,) (?=\d{4}\b)", "\u00a0", text, style.nbsp, chance)
    if style.layout == "scraped":
        text = _replace_some(r"\n", " \n", text, 0.1, chance)
    return text.replace("\n", "\r\n") if style.crlf else text


def _replace_some(pattern: str, new: str, text: str, share: float, chance: Chance) -> str:
    def change(match: re.Match[str]) -> str:
        return new if chance.of(share) else match[0]

    return re.sub(pattern, change, text)


def _read_seeds(folder: Path) -> Iterator[tuple[dict[str, str], list[Row]]]:
    """Yield the columns of the manifest for each release, and its units."""
    scenarios = (folder / "imagined" / "SCENARIOS.txt").read_text(encoding="utf-8")
    scenario_of = {
        m[1]: m.groups()[1:] for m in map(SCENARIO.fullmatch, scenarios.split("\n")) if m
    }
    for origin in ("imagined", "mirrored"):
        for n, path in enumerate(sorted((folder / origin).glob("*.units")), 1):
            lines = path.read_text(encoding="utf-8").split("\n")
            rows = [Row(*line.split("\t")) for line in lines if line]
            rows = [replace(row, text=row.text.rstrip()) for row in rows]
            about = {"id": f"{origin}-{n:03}", "origin": origin}
            if path.stem in scenario_of:
                fields = ("sector", "event", "tone", "year", "safe_harbor")
                about |= dict(zip(fields, scenario_of[path.stem], strict=True))
            else:
                year = DATE.search(" ".join(row.text for row in rows))
                about["year"] = year[1] if year else ""
            yield about, rows


def main(arguments: list[str] | None = None) -> int:
    """Render every release of the seed folder, and check the result."""
    parser = argparse.ArgumentParser(description="render labelled units to raw releases")
    parser.add_argument("--seed", type=Path, required=True, help="imagined/ and mirrored/")
    parser.add_argument("--out", type=Path, required=True, help="raw/, units/, manifest.csv")
    options = parser.parse_args(arguments)
    out: Path = options.out
    manifest, issuers = out / "manifest.csv", {}
    if manifest.exists():
        with manifest.open(encoding="utf-8", newline="") as file:
            issuers = {row["id"]: row["issuer"] for row in csv.DictReader(file)}
    for part in ("raw", "units"):
        (out / part).mkdir(parents=True, exist_ok=True)
    table = []
    for about, rows in _read_seeds(options.seed):
        name = about["id"]
        layout, text, shown = render(name, rows)
        lines = (f"{r.kind}\t{r.label}\t{' '.join(r.text.split())}\n" for r in shown)
        (out / "raw" / f"{name}.txt").write_bytes(text.encode())
        (out / "units" / f"{name}.units").write_bytes("".join(lines).encode())
        table.append(about | {"issuer": issuers.get(name, name), "layout": layout})
    with manifest.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)
    faults = corpus.validate(out)
    print(*faults, f"{len(table)} releases, {len(faults)} faults", sep="\n", file=sys.stderr)
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
