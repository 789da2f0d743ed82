"""Pages as text: templates with escaping on, with styles and script inlined and their digests."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from math import isnan
from typing import TYPE_CHECKING, Any

from .colours import ACCENT, INK, LABEL_STYLES, MUTED, RULE, rgb

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["clean", "render", "render_page"]

#: Control and direction characters of a release must not change how the page is displayed;
#: surrogates and noncharacters cannot be written.
_UNPRINTABLE = dict.fromkeys(
    [
        *(code for code in range(0x20) if chr(code) not in "\t\n\r"),
        *range(0x7F, 0xA0),
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
        *range(0xD800, 0xE000),
        0xFFFE,
        0xFFFF,
    ],
    "\ufffd",
)


def clean(text: str) -> str:
    """Replace characters that could change how a page is displayed, or that no page can hold.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        Of the same length.
    """
    return text.translate(_UNPRINTABLE)


def render(template: str, **values: Any) -> str:
    """Fill in one of the templates beside this module.

    Parameters
    ----------
    template : str
        Its file name.
    **values : Any
        Variables of the template.

    Returns
    -------
    str
        HTML; every value is escaped.
    """
    return _environment().get_template(template).render(**values)


def render_page(template: str, **values: Any) -> str:
    """Render a complete page in which only its own styles and script take effect.

    Parameters
    ----------
    template : str
        File name of the template of its body; it extends ``page.html``.
    **values : Any
        Variables of the template.

    Returns
    -------
    str
        HTML with a content security policy that allows the inlined style and script by their
        digests and nothing else.
    """
    css, js = _style(), _read("page.js")
    policy = (
        f"default-src 'none'; style-src '{_digest(css)}'; script-src '{_digest(js)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    return render(template, css=css, js=js, policy=policy, **values)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined
    from markupsafe import Markup

    def finalize(value: Any) -> Any:
        return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value

    environment = Environment(
        loader=FunctionLoader(_read),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"percent": _percent, "whole": _whole, "signed": _signed}
    environment.tests["missing"] = isnan
    environment.globals["LABELS"] = LABEL_STYLES
    return environment


def _read(name: str) -> str:
    return (files("fls.report") / "templates" / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _style() -> str:
    """Return the style sheet, preceded by the colours of the labels."""
    day, night = {}, {}
    for style in LABEL_STYLES.values():
        day[style.letter] = style.colour, style.ink
        night[style.letter] = style.night, style.night_ink
    plain = f"--ink:{INK};--muted:{MUTED};--rule:{RULE};--accent:{ACCENT}"
    lines = "".join(
        f".{letter}{{--c:var(--{letter});--t:var(--{letter}t);--line:{line}}}"
        for letter, line in ((style.letter, style.line) for style in LABEL_STYLES.values())
    )
    return (
        f":root{{{plain};{_declare(day)}}}\n"
        f"@media (prefers-color-scheme:dark){{:root{{{_declare(night)}}}}}\n"
        f"{lines}\n{_read('page.css')}"
    )


def _declare(colours: dict[str, tuple[str, str]]) -> str:
    """Write colours of areas and text, by letter, as CSS variables."""
    return ";".join(
        f"--{letter}:{' '.join(map(str, rgb(colour)))};--{letter}t:{ink}"
        for letter, (colour, ink) in colours.items()
    )


def _percent(share: float) -> str:
    return "–" if isnan(share) else f"{share:.0%}"


def _whole(value: float) -> str:
    return "–" if isnan(value) else f"{value:.0f}"


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", "−")
