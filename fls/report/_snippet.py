"""A release in a notebook: shares and tinted text, short, without style sheet or script."""

from __future__ import annotations

from fls.document import SCORES

from ._page import render
from ._scored import Scored, check_scored
from ._text import group_paragraphs
from .colours import LABEL_STYLES, rgb

__all__ = ["snippet"]

#: Maximum number of bytes of text, and of units, that are shown; with markup below 200 kB.
_MOST_BYTES, _MOST_UNITS = 60_000, 400
#: Colour and opacity of the strongest tint. A notebook is light or dark and does not say which: on
#: either background forward-looking text stands out most, and facts and legal text least.
_TINTS = {
    "factual": (LABEL_STYLES["factual"].colour, 0.15),
    "promotional": (LABEL_STYLES["promotional"].colour, 0.3),
    "forward_looking": (LABEL_STYLES["forward_looking"].night, 0.4),
    "boilerplate": (LABEL_STYLES["boilerplate"].night, 0.15),
}


def snippet(release: Scored) -> str:
    """Return the HTML that a notebook shows.

    Parameters
    ----------
    release : Release
        A scored release.

    Returns
    -------
    str
        At most 200 kB; a long release ends with the number of units that are left out.

    Raises
    ------
    InputError
        If ``release`` is no scored release.
    """
    check_scored(release)
    rows = release.rows()
    room, shown = _MOST_BYTES, 0
    for row in rows[:_MOST_UNITS]:
        room -= _count_bytes(row["text"])
        if room < 0:
            break
        shown += 1
    tints = {}
    for label, (colour, opacity) in _TINTS.items():
        channels = ",".join(map(str, rgb(colour)))
        tints[label] = [f"rgba({channels},{opacity * part:.2f})" for part in (1 / 3, 2 / 3, 1)]
    return render(
        "snippet.html",
        rows=rows,
        paragraphs=group_paragraphs(release.text, release.spans[:shown]),
        left=len(rows) - shown,
        metrics=release.metrics,
        SCORES=SCORES,
        tints=tints,
    )


def _count_bytes(text: str) -> int:
    """Return the number of bytes of a text after escaping, or a little more."""
    return len(text.encode("utf-8", "replace")) + 4 * sum(map(text.count, "&<>\"'"))
