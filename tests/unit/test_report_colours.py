from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from fls.document import LABELS
from fls.report.colours import LABEL_STYLES, rgb

#: Severity 1 of G. M. Machado, M. M. Oliveira, L. A. F. Fernandes (2009), linear RGB.
BLINDNESS = {
    "none": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
         [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
         [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
         [0.004733, 0.691367, 0.303900]]
    ),
}  # fmt: skip


def _lab(linear: Any) -> Any:
    matrix = [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
              [0.0193339, 0.1191920, 0.9503041]]  # fmt: skip
    xyz = np.array(matrix) @ np.clip(linear, 0, 1) / [0.95047, 1, 1.08883]
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("kind", BLINDNESS)
def test_colours_differ_for_every_eye(kind: str) -> None:
    colours = []
    for style in LABEL_STYLES.values():
        shown = np.array(rgb(style.colour)) / 255
        linear = np.where(shown <= 0.04045, shown / 12.92, ((shown + 0.055) / 1.055) ** 2.4)
        colours.append(_lab(BLINDNESS[kind] @ linear))
    pairs = [(a, b) for i, a in enumerate(colours) for b in colours[:i]]
    assert min(float(np.linalg.norm(a - b)) for a, b in pairs) >= 29.5
    if kind == "none":
        assert min(abs(float(a[0] - b[0])) for a, b in pairs) >= 15


def test_labels_differ_without_colour() -> None:
    for field in ("letter", "hatch", "line", "name"):
        assert len({getattr(style, field) for style in LABEL_STYLES.values()}) == len(LABELS)
    assert tuple(LABEL_STYLES) == LABELS
