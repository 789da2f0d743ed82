"""The numbers of the analyses that stand among the metrics of a release."""

from __future__ import annotations

from .exposure import EXPOSURE_COMPONENTS, FORWARD_SHARES, exposure, forward_shares
from .hype import HYPE_COMPONENTS, hype
from .tagged import Tagged

__all__ = ["MEASURES", "measures"]

#: Their names, in order.
MEASURES = (
    "hype",
    *(f"hype_{name}" for name in HYPE_COMPONENTS),
    "exposure",
    *(f"exposure_{name}" for name in EXPOSURE_COMPONENTS),
    *(f"forward_{name}_share" for name in FORWARD_SHARES),
)


def measures(tagged: Tagged) -> dict[str, float]:
    """Measure hype and exposure of a release.

    Parameters
    ----------
    tagged : Tagged

    Returns
    -------
    dict of str to float
        By name, as in :data:`MEASURES`: scores in [0, 100], components and shares in [0, 1]; NaN
        where there is nothing to measure.
    """
    hyped, praise = hype(tagged)
    exposed, future = exposure(tagged)
    values = (hyped, *praise.values(), exposed, *future.values(), *forward_shares(tagged).values())
    return dict(zip(MEASURES, values, strict=True))
