"""The cautionary text of a release: where it is, what it contains, what it leaves open."""

from __future__ import annotations

from fls.analysis.caution.exclusions import named
from fls.analysis.caution.generic import boilerplate_share
from fls.analysis.caution.protection import PROTECTION_COMPONENTS
from fls.analysis.caution.safe_harbor import COVERAGE_COLUMNS, ELEMENT_COLUMNS, ELEMENTS, SafeHarbor

__all__ = [
    "COVERAGE_COLUMNS",
    "ELEMENTS",
    "ELEMENT_COLUMNS",
    "PROTECTION_COMPONENTS",
    "SafeHarbor",
    "boilerplate_share",
    "named",
]
