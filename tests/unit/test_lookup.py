"""Weights of words that share 64 bits are added as they would be one by one."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from fls.arrays import Floats
from fls.errors import InputError
from fls.model import _lookup
from fls.model._lookup import add_up, pack_weights, round_to_steps

#: Units without a word at both ends and between.
OFFSET = np.array([0, 0, 2, 3, 3, 10, 10])


def invented(seed: int, size: int = 50, scale: float = 1.0) -> Floats:
    return round_to_steps("words", np.random.default_rng(seed).normal(size=(size, 4)) * scale)


def test_weights_are_held_in_steps_and_add_up_to_nothing() -> None:
    given = np.random.default_rng(0).normal(size=(50, 4)) * 9
    found = round_to_steps("words", given)
    assert (found * 1024 == np.rint(found * 1024)).all()
    assert not found.sum(axis=1).any()
    centred = given - given.mean(axis=1, keepdims=True)
    assert np.abs(found[:, 1:] - centred[:, 1:]).max() <= 2.0**-11
    assert np.abs(found[:, 0] - centred[:, 0]).max() <= 3 * 2.0**-11
    assert (round_to_steps("words", found) == found).all()
    assert (round_to_steps("words", found.astype(np.float32)) == found).all()


def test_single_precision_is_rounded_like_double() -> None:
    steps = np.float32([[1.0, -0.0, 0.0, -1.0], [1.0, 1.0, 1.0, 1.0], [0.5, 0.0, 0.0, 0.0]])
    for given in (steps[:1], steps, steps[:0]):
        found = round_to_steps("words", given)
        assert found.tolist() == round_to_steps("words", given.astype(float)).tolist()
        assert not np.signbit(found[found == 0]).any()


@pytest.mark.parametrize("precision", [np.float32, np.float64])
@pytest.mark.parametrize("wrong", [128.0, -500.0, np.nan, np.inf])
def test_weights_that_are_too_large_are_refused(wrong: float, precision: type) -> None:
    table = np.zeros((3, 4), dtype=precision)
    table[1, 2] = wrong
    with pytest.raises(InputError, match=r"weights of runs: .*between -128 and 128"):
        round_to_steps("runs", table)


@pytest.mark.parametrize("scale", [0.0, 1.0, 30.0])
@pytest.mark.parametrize("window", [1, 3, 1 << 13])
def test_rows_are_added_within_units(
    window: int, scale: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_lookup, "_WINDOW_WORDS", window)
    random = np.random.default_rng(1)
    tables = [invented(seed, scale=scale) for seed in range(3)]
    slots = [random.integers(50, size=10) for _ in tables]
    opening = random.integers(50, size=6)
    parts = [(pack_weights(table), at) for table, at in zip(tables, slots, strict=True)]
    found = add_up(OFFSET, *parts, opening=(parts[2][0], opening))
    alone = add_up(OFFSET, *parts)
    words = sum(table[at] for table, at in zip(tables, slots, strict=True))
    for unit, (begin, end) in enumerate(pairwise(OFFSET)):
        expected = words[begin:end].sum(axis=0)
        assert (alone[unit] == expected).all()
        assert (found[unit] == expected + (tables[2][opening[unit]] if end > begin else 0)).all()


@pytest.mark.parametrize("sign", [1, -1])
def test_no_sum_leaves_its_bits(sign: int) -> None:
    """The largest weights there may be, in units of every length up to many pieces."""
    table = round_to_steps(
        "words", sign * np.array([[-127.0, 127.0, -127.0, 127.0], [127.0, -127, -127, -127]])
    )
    packed = pack_weights(table)
    lengths = np.array([1, 2, 3, 4, 5, 50, 1000])
    offset = np.concatenate(([0], lengths.cumsum()))
    for row in (0, 1):
        slots = np.full(offset[-1], row)
        many = [(packed, slots)] * 3
        found = add_up(offset, *many, opening=(packed, np.full(len(lengths), row)))
        assert (found == (3 * lengths + 1)[:, None] * table[row]).all()


@pytest.mark.parametrize("offset", [[0], [0, 0, 0]])
def test_no_rows_are_added(offset: list[int]) -> None:
    none = np.zeros(0, dtype=np.int64)
    found = add_up(np.array(offset), (pack_weights(invented(0)), none))
    assert found.shape == (len(offset) - 1, 4)
    assert not found.any()
