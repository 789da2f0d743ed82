"""A release in a notebook: shares and tinted text, small, without style sheet or script."""

from __future__ import annotations

from fls.document import SCORES

from ._page import render
from ._scored import Scored, check_scored
from ._text import paragraphs
from .colours import LABEL_STYLES, rgb

__all__ = ["snippet"]

#: Bytes of text, and units, that are shown; with their marks they stay below 200 kB.
_BYTES, _UNITS = 60_000, 400
#: Colour and strength of the fullest tint. A notebook is light or dark and does not say which: on
#: either ground what looks ahead stands out most, and facts and legal text least.
_TINTS = {
    "factual": (LABEL_STYLES["factual"].colour, 0.15),
    "promotional": (LABEL_STYLES["promotional"].colour, 0.3),
    "forward_looking": (LABEL_STYLES["forward_looking"].night, 0.4),
    "boilerplate": (LABEL_STYLES["boilerplate"].night, 0.15),
}


def snippet(release: Scored) -> str:
    """Make the HTML that a notebook shows.

    Parameters
    ----------
    release : Release
        A scored release.

    Returns
    -------
    str
        At most 200 kB; what is left out of a long release is counted.

    Raises
    ------
    InputError
        If it is no scored release.
    """
    check_scored(release)
    rows = release.rows()
    room, shown = _BYTES, 0
    for row in rows[:_UNITS]:
        room -= _size(row["text"])
        if room < 0:
            break
        shown += 1
    tints = {}
    for label, (shade, most) in _TINTS.items():
        colour = ",".join(map(str, rgb(shade)))
        tints[label] = [f"rgba({colour},{most * part:.2f})" for part in (1 / 3, 2 / 3, 1)]
    return render(
        "snippet.html",
        rows=rows,
        paragraphs=paragraphs(release.text, release.spans[:shown]),
        left=len(rows) - shown,
        metrics=release.metrics,
        SCORES=SCORES,
        tints=tints,
    )


def _size(text: str) -> int:
    """Bytes of a text once it is escaped, or a little more."""
    return len(text.encode("utf-8", "replace")) + 4 * sum(map(text.count, "&<>\"'"))
