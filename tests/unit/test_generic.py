from __future__ import annotations

import math

import numpy as np
import pytest

import fls
from fls.analysis.caution.generic import (
    boilerplate_share,
    crc_words,
    generic_share,
    hash_grams,
    load_table,
)
from fls.analysis.wording import fold
from fls.errors import InputError


def test_boilerplate_share_by_hand() -> None:
    # "a b c d" is in 2 of 5 texts (.4: boilerplate); "v w x y" in 4 of 5 (.8: left out);
    # "p q r s" in 1 of 5 (.2: rare), unless it is repeated.
    texts = [
        "Alpha a b c d ends. Vow v w x y ends.",
        "Other a b c d stays here. Vow v w x y ends.",
        "Vow v w x y ends. Pi p q r s ends.",
        "Vow v w x y ends.",
        "Nothing in common at all.",
    ]
    # Six words of twelve stand in the sentence of the first text that holds "a b c d".
    assert boilerplate_share(texts).tolist() == pytest.approx([6 / 12, 7 / 13, 0, 0, 0])
    # All grams count when none is left out for being frequent.
    assert boilerplate_share(texts, most=1.0).tolist() == pytest.approx([1, 1, 6 / 12, 1, 0])
    # A gram of one text that stands five times a text on average counts as well.
    often = ["Pi p q r s ends. " * 10, "Nothing in common at all."]
    assert boilerplate_share(often, least=0.9).tolist() == [1.0, 0.0]
    assert boilerplate_share(often, least=0.9, average=6).tolist() == [0.0, 0.0]


def test_boilerplate_share_of_nothing() -> None:
    assert math.isnan(boilerplate_share(["", "Acme grew."])[0])
    with pytest.raises(InputError):
        boilerplate_share("one text")
    with pytest.raises(InputError, match=r"texts: is a list of texts"):
        boilerplate_share(b"one text")  # type: ignore[arg-type]
    with pytest.raises(InputError, match=r"texts\[1\]: is a str, got NoneType"):
        boilerplate_share(["Acme grew.", None])  # type: ignore[list-item]
    assert boilerplate_share(["Acme \ud800 grew."]).tolist() == [0.0]
    assert fls.boilerplate_share is boilerplate_share


def test_hashes_are_fixed() -> None:
    hashes = crc_words(["results", "may", "differ", "materially", "from"])
    assert hashes[1] == 0xEA71121F
    assert len(hash_grams(hashes)) == 2
    assert len(hash_grams(hashes[:3])) == 0


def test_common_words_of_legends_are_known() -> None:
    table = load_table()
    assert table.n > 400
    assert (np.diff(table.grams.astype(np.int64)) > 0).all()
    common = fold("undertakes no obligation to update any forward looking statements").split()
    assert generic_share(crc_words(common)) == 1.0
    assert generic_share(crc_words("violet hippos rarely juggle anvils".split())) == 0.0
    assert math.isnan(generic_share(crc_words(["three", "words", "only"])))
