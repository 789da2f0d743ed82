"""Several releases laid end to end, as the arrays that the features are computed from."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fls.arrays import Ints
from fls.document import KINDS, Unit

__all__ = ["UnitBatch", "gather"]

_KIND = {kind: number for number, kind in enumerate(KINDS)}


class UnitBatch(NamedTuple):
    """Units of several releases.

    Parameters
    ----------
    codes : (n_chars,) uint32
        Code points of all texts, a line feed between them.
    start, end : (n_units,) int64
        Spans in ``codes``.
    kind : (n_units,) int64
        Index into :data:`fls.document.KINDS`.
    block : (n_units,) int64
        Number of the unit's block, ascending over the batch.
    doc : (n_units,) int64
        Number of the unit's release.
    first : (n_docs + 1,) int64
        Units of release ``d`` are ``first[d]:first[d + 1]``.
    """

    codes: NDArray[np.uint32]
    start: Ints
    end: Ints
    kind: Ints
    block: Ints
    doc: Ints
    first: Ints


def gather(texts: Sequence[str], units: Sequence[Sequence[Unit]]) -> UnitBatch:
    """Lay releases end to end.

    Parameters
    ----------
    texts : sequence of str
        Texts without lone surrogates.
    units : sequence of sequences of Unit
        The units of each text.

    Returns
    -------
    UnitBatch
    """
    codes = np.frombuffer("\n".join(texts).encode("utf-32-le"), dtype=np.uint32)
    rows = tuple(zip(*chain.from_iterable(units), strict=True)) or ((),) * len(Unit._fields)
    kinds, starts, ends, _, blocks = rows
    counts = np.array([len(found) for found in units], dtype=np.int64)
    first = np.concatenate(([0], np.cumsum(counts)))
    doc = np.repeat(np.arange(len(texts)), counts)
    begin = np.cumsum(np.array([0] + [len(text) + 1 for text in texts[:-1]], dtype=np.int64))
    shift = begin[doc]
    # Blocks ascend within a release; a wide step keeps those of two releases apart.
    block = np.array(blocks, dtype=np.int64) + doc * (1 << 40)
    start = np.array(starts, dtype=np.int64) + shift
    end = np.array(ends, dtype=np.int64) + shift
    kind = np.array([_KIND[kind] for kind in kinds], dtype=np.int64)
    return UnitBatch(codes, start, end, kind, block, doc, first)
