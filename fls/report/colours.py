"""What labels look like on the page and in plots: the one place of colours, letters and patterns.

On light ground any two of the four colours differ by 30 or more (CIE76) for each of the three kinds
of colour blindness, simulated after Machado, Oliveira and Fernandes (2009), and by 15 or more in
lightness, so they print in grey; no label is told by its colour alone.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["ACCENT", "INK", "LABEL_STYLES", "MUTED", "RULE", "LabelStyle", "rgb"]


class LabelStyle(NamedTuple):
    """What a label looks like.

    Parameters
    ----------
    name : str
        In words.
    letter : str
        Its mark, as in the codebook.
    colour, ink : str
        Colour of areas, and of text on them, on light ground.
    night, night_ink : str
        The same on dark ground.
    hatch : str
        Pattern of areas in plots, as matplotlib writes it.
    line : str
        Style of underlines in print and where colours are forced, as CSS writes it.
    """

    name: str
    letter: str
    colour: str
    ink: str
    night: str
    night_ink: str
    hatch: str
    line: str


#: By label, in the order of :data:`fls.document.LABELS`.
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
#: Text, quiet text, rules, and the one colour that calls for attention.
INK, MUTED, RULE, ACCENT = "#1d1c1a", "#66625b", "#dedbd4", "#a8321f"


def rgb(colour: str) -> tuple[int, int, int]:
    """Take a colour apart.

    Parameters
    ----------
    colour : str
        As ``#rrggbb``.

    Returns
    -------
    tuple of int
        Red, green and blue, 0 to 255.

    Examples
    --------
    >>> rgb("#e39a2b")
    (227, 154, 43)
    """
    red, green, blue = bytes.fromhex(colour[1:])
    return red, green, blue
