"""Place, date and wire before the first sentence of a release."""

from __future__ import annotations

from itertools import chain

from fls.segmentation.expressions import Expression
from fls.vocabulary import MONTH_FORMS, WEEKDAY_FORMS

__all__ = ["DATE_ALONE", "WRITTEN_MONTH", "dateline", "has_date"]

#: Months with no short form or with two, and those whose long name may have a point as well.
_ODD_MONTHS = {
    "may": "May",
    "june": r"June?\.?",
    "july": r"July?\.?",
    "september": r"Sept?(?:ember|\.)?",
}
_WRITTEN = "|".join(
    _ODD_MONTHS.get(name) or rf"{name[:3].title()}(?:{name[3:]}|\.)?" for name in MONTH_FORMS
)
#: A month as it is written, long or short; the source of an expression.
WRITTEN_MONTH = rf"(?:{_WRITTEN}|{_WRITTEN.upper()})"
_DATE = (
    rf"(?:{WRITTEN_MONTH},?[ ]{{1,3}}\d{{1,2}}(?:st|nd|rd|th)?(?:,?[ ]{{1,3}}\d{{4}})?"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[ ]{{1,3}}{WRITTEN_MONTH},?[ ]{{1,3}}\d{{4}})"
)
_DATE_ANYWHERE = Expression(_DATE)
_WEEKDAYS = "|".join((*WEEKDAY_FORMS, *chain(*WEEKDAY_FORMS.values())))
_WEEKDAY = rf"(?:{_WEEKDAYS.title()}|{_WEEKDAYS.upper()})"
DATE_ALONE = Expression(rf"(?:{_WEEKDAY}\.?,? )?{_DATE}\.?$")

_WIRE = Expression(
    r"\([^()\n]{0,40}(?:[Ww][Ii][Rr][Ee]|Newsfile|NEWSFILE|Marketwired)[^()\n]{0,30}\)"
    r"|/ ?[^/\n]{0,30}(?:[Ww][Ii][Rr][Ee]|CNW|News ?[Dd]irect|EINPresswire)[^/\n]{0,30}/"
)
#: Any month, as far as it takes to know it.
_FIRST_LETTERS = "|".join(name[:3].title() for name in MONTH_FORMS)
_MONTH_SIGN = Expression(rf"{_FIRST_LETTERS}|{_FIRST_LETTERS.upper()}")
#: The date behind a place, and the mark that closes it.
_DATED = Expression(rf"{_DATE}\)?.{{0,12}}?[-–—:/)…]")
_MARK_BEFORE = Expression(r"[,–—\-/.(] {0,3}\(?$")
_PLACE = Expression(r"[(\"“']?[A-Z][^\n.;!?]{0,60}[^\n;!?]{0,30}$")
#: A date, a mark, a place, a mark.
_DATE_FIRST = Expression(rf"{_DATE} ?[-–—(/].{{0,40}}?[-–—:/)]")
#: A place in capitals, and a dash.
_CAPITALS = Expression(
    r"[A-Z][A-Z.,' ]{2,40}(?:, (?:[A-Z][a-z.]{1,12} ?){1,3})? ?(?:--|—|–|\.\.\.) ?"
)
_REACH = 140


def has_date(text: str) -> bool:
    """Whether a date stands in the text."""
    return _MONTH_SIGN.search(text) is not None and _DATE_ANYWHERE.search(text) is not None


def dateline(text: str, start: int = 0, end: int | None = None) -> int:
    """Find where the dateline that a text begins with ends.

    Parameters
    ----------
    text : str
    start, end : int
        The stretch that is looked at.

    Returns
    -------
    int
        Offset in ``text`` behind it, that is, behind the first of the dashes that close it; 0 if
        there is none.

    Examples
    --------
    >>> dateline("DAYTON, Ohio, May 4, 2021 -- Acme opened a plant.")
    27
    """
    stop = len(text) if end is None else end
    head = text[start : min(stop, start + _REACH + 1)]
    if "(" in head or "/" in head:
        # Any place and date, then the wire.
        wire = _WIRE.search(text, start, min(stop, start + _REACH + 80))
        if wire and wire.start() <= start + _REACH and "\n" not in text[start : wire.start()]:
            return wire.end()
    if _MONTH_SIGN.search(head):
        found = _place_and_date(text, start, stop)
        if found:
            return found
        first = _DATE_FIRST.match(text, start, stop)
        if first:
            return first.end()
    capitals = _CAPITALS.match(text, start, stop)
    return capitals.end() if capitals else 0


def _place_and_date(text: str, start: int, end: int) -> int:
    """End of a dateline of place, date and mark; 0 if it is none."""
    found = 0
    for date in _DATED.finditer(text, start, min(end, start + 200)):
        before = text[start : date.start()]
        mark = _MARK_BEFORE.search(before)
        if mark and _PLACE.match(before[: mark.start()]):
            found = date.end()
    return found
