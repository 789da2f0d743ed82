from __future__ import annotations

import copy

import pytest

import fls
from fls.card import model_card

WRITTEN = "is the corpus in the repository of this library"


@pytest.mark.parametrize("name", ["default", "open"])
def test_the_cards_of_the_library_tell_origin_and_licence(name: str) -> None:
    info = fls.load_model(name).info
    for card in (info["card"], model_card(info)):
        assert card.startswith("---\nlicense: mit\nlanguage: en\n")
        assert f"`releases` {WRITTEN}, written for it. " in card
        assert ("`wire` are real releases" in card) is (name == "default")


@pytest.mark.parametrize("digest", ["0" * 64, None])
def test_a_folder_that_has_the_name_of_a_corpus_of_ours_is_not_it(digest: str | None) -> None:
    info = copy.deepcopy(fls.load_model("open").info)
    (part,) = info["corpus"]["parts"].values()
    part["labels_sha256"] = digest
    card = model_card(info)
    assert card.startswith("---\nlanguage: en\n")
    assert WRITTEN not in card
    assert "| releases |" in card


def test_a_part_of_others_leaves_origin_and_licence_to_them() -> None:
    info = copy.deepcopy(fls.load_model("default").info)
    info["corpus"]["parts"]["wire"]["labels_sha256"] = "0" * 64
    card = model_card(info)
    assert "license:" not in card
    assert WRITTEN not in card
