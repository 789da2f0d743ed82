"""Places on a page that more than one file of tests looks at."""

from __future__ import annotations

from typing import Any

#: Sideways scrolling of the whole page.
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
#: Two units, wherever the model finds them: the last that looks ahead, the first that does not.
FORWARD, OTHER = ".text .u.L >> nth=-1", ".text .u:not(.L):has(.mark) >> nth=0"


def point_at(tab: Any, unit: str) -> None:
    """Point at the first line of a unit: a box around all its lines holds others, too."""
    tab.locator(unit).scroll_into_view_if_needed()
    tab.mouse.move(*middle(tab, unit))


def middle(tab: Any, unit: str) -> tuple[float, float]:
    x, y = tab.locator(unit).evaluate(
        "e => { const r = e.getClientRects()[0]; return [r.x + r.width / 2, r.y + r.height / 2] }"
    )
    return x, y
