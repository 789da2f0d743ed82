"""Checks of arguments: what they take, what they refuse and how they say it."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest

from fls import checks
from fls.errors import InputError

TABLE = pd.DataFrame({"a": [1]})


@pytest.mark.parametrize("value", [3, np.int64(3), np.uint8(3)])
def test_whole_numbers_of_any_kind_become_those_of_python(value: Any) -> None:
    assert type(checks.check_whole("n", value, least=3, most=3)) is int


@pytest.mark.parametrize("value", [True, 3.0, "3", None, math.nan, TABLE, pd.NA, -1, 0])
def test_what_is_no_whole_number_is_refused(value: Any) -> None:
    with pytest.raises(InputError, match=r"^n: is a whole number of 1 or more, got .*; give an"):
        checks.check_whole("n", value, least=1)


@pytest.mark.parametrize("value", [0, 1, 0.5, np.float32(0.5), np.int64(1), Fraction(1, 2)])
def test_numbers_of_any_kind_become_those_of_python(value: Any) -> None:
    assert type(checks.check_abstain(value)) is float


@pytest.mark.parametrize(
    "value", [True, -0.1, 1.1, math.nan, pytest.param(10**5000, id="huge"), "1", 1j, TABLE, pd.NA]
)
def test_what_is_no_share_is_refused(value: Any) -> None:
    with pytest.raises(InputError, match=r"^abstain: is a number from 0 to 1, got "):
        checks.check_abstain(value)


def test_a_number_beyond_all_floats_keeps_its_sign() -> None:
    assert checks.check_range("n", 10**400, 0.0, math.inf) == math.inf
    with pytest.raises(InputError, match=r"^n: "):
        checks.check_range("n", -(10**400), 0.0, math.inf)


def test_each_value_of_a_list_may_have_to_be_of_a_kind() -> None:
    assert checks.check_list("n", iter("ab"), "are names", str) == ["a", "b"]
    with pytest.raises(InputError, match=r"^n\[1\]: is of the class str, got int; convert it"):
        checks.check_list("n", ["a", 1], "are names", str)


def test_messages_show_little_of_long_values_and_the_kind_of_others() -> None:
    with pytest.raises(InputError) as long:
        checks.check_choice("n", "x" * 10**6, ("a",))
    assert len(str(long.value)) < 200
    with pytest.raises(InputError, match="got DataFrame;"):
        checks.check_choice("n", TABLE, ("a",))


def test_jobs_are_counted_from_one_or_stand_for_all_cores() -> None:
    assert checks.check_jobs(np.int64(2)) == 2
    assert checks.check_jobs(-1) >= 1
    for value in (0, -2, True, 1.0, None, TABLE):
        with pytest.raises(InputError, match=r"^jobs: is a whole number from 1, or -1, got"):
            checks.check_jobs(value)


@pytest.mark.parametrize("value", ["", None, b"x", 7, TABLE])
def test_what_names_no_folder_is_refused(value: Any) -> None:
    with pytest.raises(InputError, match=r"^folder: is a path, got .*; give a corpus"):
        checks.check_folder(value)
