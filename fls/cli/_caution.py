"""Lay out the cautionary text of a release: what it contains, and which statements it speaks to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import nlargest
from typing import TYPE_CHECKING, NamedTuple

from ._summary import count_digits, tidy, write_count

if TYPE_CHECKING:
    import fls
    from fls.analysis.caution import SafeHarbor

__all__ = [
    "Entry",
    "count_elements",
    "count_statements",
    "describe_exclusions",
    "list_elements",
    "list_statements",
]

#: Maximum number of wordings that are shown of an element.
_MAX_WORDINGS = 3
#: What stands for no value, no text and no signs of exclusions.
_NONE = "\N{EN DASH}"
_NO_TEXT = "no cautionary text was found"
_NO_EXCLUSION = (
    "no words were found for what 15 U.S.C. 78u-5(b) excludes; it may exclude the release all the"
    " same"
)


class Entry(NamedTuple):
    """Text that hangs behind a head; the style applies to the text and to `painted` before it."""

    head: str
    text: str
    style: str = ""
    painted: str = ""


def count_elements(release: fls.Release) -> str:
    """Count the elements that are present."""
    from fls.analysis.caution import ELEMENTS

    return f"{release.safe_harbor.n_elements} of {write_count(len(ELEMENTS), 'elements')}"


def list_elements(release: fls.Release) -> Iterator[Entry]:
    """List elements with their wordings; then measures, signs of exclusions, and all factors."""
    from fls.analysis.caution import ELEMENTS

    safe_harbor, text = release.safe_harbor, release.text
    if not safe_harbor.is_present:
        yield Entry("  ", _NO_TEXT)
        yield _list_exclusions(release)
        return
    for name in ELEMENTS:
        spans = safe_harbor.spans(name)
        wordings = _choose_wordings(text, spans)
        if name == "factors" and spans:
            wordings = "see below"
        yield Entry(_head(name, len(spans)), wordings)
    yield Entry("", "")
    yield Entry(_head("protection", f"{safe_harbor.protection:.0f}"), "of 100")
    share = "of its own vocabulary is in the rest of the release, too"
    yield Entry(_head("tailored_share", f"{safe_harbor.tailored_share:.0%}"), share)
    yield _list_exclusions(release)
    yield from _list_factors(safe_harbor)


def _head(name: str, value: int | str) -> str:
    """Return a name and a value as a head; a dash stands for 0."""
    return f"  {name:<18} {value or _NONE:>4}  "


def _choose_wordings(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Choose the longest different wordings, as they say most, in reading order."""
    wordings: dict[str, str] = {}
    for start, end in spans:
        wording = tidy(text[start:end])
        wordings.setdefault(wording.casefold(), wording)
    longest = nlargest(_MAX_WORDINGS, wordings.values(), key=len)
    return " | ".join(wording for wording in wordings.values() if wording in longest)


def describe_exclusions(release: fls.Release) -> str:
    """Describe the signs that the safe harbor excludes the release."""
    from fls.analysis.caution import named

    signs = named(release.safe_harbor.exclusions)
    return f"words for what 15 U.S.C. 78u-5(b) excludes: {signs}"


def _list_exclusions(release: fls.Release) -> Entry:
    """List the signs that the safe harbor excludes the release, with their wordings."""
    signs = release.safe_harbor.exclusions
    wordings = _choose_wordings(release.text, [(sign.start, sign.end) for sign in signs])
    text = f"{describe_exclusions(release)}; in the text: {wordings}" if signs else _NO_EXCLUSION
    return Entry(_head("exclusions", len(signs)), text)


def _list_factors(safe_harbor: SafeHarbor) -> Iterator[Entry]:
    """List the concrete factors, then the general ones."""
    factors = safe_harbor.factors
    for name, is_concrete in (("concrete factors", True), ("general factors", False)):
        texts = factors["text"][factors["is_concrete"] == is_concrete].tolist()
        head = _head(name, len(texts))
        for text in texts or [""]:
            yield Entry(head + "- " * bool(text), tidy(text))
            head = " " * len(head)


def count_statements(release: fls.Release) -> str:
    """Count forward-looking statements, and those that are covered if any can be."""
    rows = release.safe_harbor.coverage_rows()
    n_covered = sum(row["is_covered"] for row in rows)
    can_be = bool(rows and release.safe_harbor.n_factors)
    return write_count(len(rows), "statements") + f", {n_covered:,} covered" * can_be


def list_statements(release: fls.Release) -> Iterator[Entry]:
    """List forward-looking statements, and below each the factor nearest to it."""
    safe_harbor = release.safe_harbor
    rows = safe_harbor.coverage_rows()
    if not rows:
        return
    digits = count_digits(rows, least=len("unit"))
    if not safe_harbor.n_factors:
        lack = (
            "the cautionary text names no concrete factor" if safe_harbor.is_present else _NO_TEXT
        )
        yield Entry("", f"nothing to compare them with: {lack}")
        yield Entry("", "statement", "faint", f"{'unit':>{digits}}  ")
        for row in rows:
            yield Entry(f"{row['unit']:>{digits}}  ", tidy(row["text"]), "forward_looking")
        return
    arrow = "\N{RIGHTWARDS ARROW}"
    heads = f"{'unit':>{digits}} {'':<8} alike  "
    yield Entry("", f"statement, and {arrow} its nearest factor", "faint", heads)
    for row in rows:
        verdict, style = (
            ("covered", "forward_looking") if row["is_covered"] else ("open", "promotional")
        )
        head = f"{row['unit']:>{digits}} {verdict:<8} {row['similarity']:>5.2f}  "
        yield Entry(head, tidy(row["text"]), style)
        yield Entry(" " * (len(head) - 3) + f"{arrow}  ", tidy(row["factor"]))
