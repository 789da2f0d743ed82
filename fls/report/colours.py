"""Colours, letters and patterns of labels, on the page and in plots.

On a light background any two of the four colours differ by 30 or more (CIE76) for each of the three
kinds of colour blindness, simulated after Machado, Oliveira and Fernandes (2009), and by 15 or more
in lightness, so they can be printed in grey. No label is shown by its colour alone.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["ACCENT", "INK", "LABEL_STYLES", "MUTED", "RULE", "LabelStyle", "rgb"]


class LabelStyle(NamedTuple):
    """The appearance of a label.

    Parameters
    ----------
    name : str
        In words.
    letter : str
        Its mark, as in the codebook.
    colour, ink : str
        Colour of areas, and of text on them, on a light background.
    night, night_ink : str
        The same on a dark background.
    hatch : str
        Pattern of areas in plots, as matplotlib writes it.
    line : str
        Style of underlines in print and in forced-colours mode, as CSS writes it.
    """

    name: str
    letter: str
    colour: str
    ink: str
    night: str
    night_ink: str
    hatch: str
    line: str


#: Styles by label, in the order of :data:`fls.document.LABELS`.
LABEL_STYLES = {
    "factual": LabelStyle("factual", "F", "#1f8a84", "#0b544f", "#4fbab2", "#8fdcd5", "", "solid"),
    "promotional": LabelStyle(
        "promotional", "P", "#e39a2b", "#6b4100", "#f0b04d", "#f7cd8b", "//", "wavy"
    ),
    "forward_looking": LabelStyle(
        "forward-looking", "L", "#4b2e83", "#3f2672", "#a98be6", "#cdbaf5", "\\\\", "dashed"
    ),
    "boilerplate": LabelStyle(
        "boilerplate", "B", "#d6d3cc", "#54514b", "#7b7872", "#c4c1ba", "..", "dotted"
    ),
}
#: Colours of text, of secondary text, of rules, and of what calls for attention.
INK, MUTED, RULE, ACCENT = "#1d1c1a", "#66625b", "#dedbd4", "#a8321f"


def rgb(colour: str) -> tuple[int, int, int]:
    """Return the red, green and blue of a colour.

    Parameters
    ----------
    colour : str
        As ``#rrggbb``.

    Returns
    -------
    tuple of int
        Three numbers from 0 to 255.

    Examples
    --------
    >>> rgb("#e39a2b")
    (227, 154, 43)
    """
    red, green, blue = bytes.fromhex(colour[1:])
    return red, green, blue
