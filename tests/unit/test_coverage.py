from __future__ import annotations

import re
import sys
from hashlib import sha256
from math import log
from pathlib import Path
from zlib import crc32

import numpy as np
import pytest

from fls.analysis.caution.coverage import compare, read_side, side_by_side, similarity
from fls.analysis.caution.generic import load_table
from fls.corpus import read_standoff
from tools import fit_coverage


def test_similarity_prefers_the_fitting_factor() -> None:
    said = "The FDA is expected to decide on approval in May."
    assert similarity(said, "refusal of approval by the FDA") > 0.5
    assert similarity(said, "the price of tin") < 0.5


@pytest.mark.parametrize(
    ("said", "warned"),
    [
        ("Acme wants to end its current review in May.", "currency fluctuations"),
        ("Acme will use artificial intelligence.", "failure to protect intellectual property"),
        ("Acme is well positioned.", "loss of key employees"),
        ("Acme waits on customary conditions.", "loss of customers"),
        ("Acme will issue securities.", "a breach of our data systems"),
        ("In particular, the plan is subject to conditions.", "slow enrollment of patients"),
        ("The global pump market may grow.", "securing regulatory approval"),
    ],
)
def test_words_that_only_begin_alike_are_not_the_same(said: str, warned: str) -> None:
    assert similarity(said, warned) < 0.5


@pytest.mark.parametrize(
    ("said", "warned"),
    [
        ("Acme will manufacture pumps.", "delays in manufacturing"),
        ("The offerings will be priced in May.", "financing"),
        ("We will have drilled four wells.", "drilling"),
        ("The mergers follow in June.", "refusal of the acquisitions"),
        ("Supplies start in May.", "supply"),
    ],
)
def test_other_forms_of_a_word_are_the_same(said: str, warned: str) -> None:
    assert similarity(said, warned) > 0.5


def test_one_word_of_a_longer_factor_is_not_sure_to_be_about_the_topic() -> None:
    said = "Acme expects to complete enrollment of the trial in May."
    assert similarity(said, "slow enrollment of patients") > 0.5
    assert similarity(said, "a quarrel of neighbours about patients") < 0.5
    assert similarity(said, "patients") > 0.5


def test_sureness_by_hand() -> None:
    def sure(factor: str) -> float:
        warned = side_by_side([read_side(factor.split(), "warned")])
        return float(compare(read_side(["enrollment"], "said"), warned)[1][0])

    assert sure("slow enrollment of patients") == 1.0
    assert sure("patients") == 1.0
    assert sure("quarrel about patients") == 0.5
    assert sure("quarrel about tin") == 0.0


@pytest.mark.parametrize(
    ("said", "warned"),
    [
        ("Acme sets approval of the TSX Venture Exchange.", "currency exchange rates"),
        ("Acme will report on the ground from Dayton.", "the need for substantial financing"),
        ("The new prices hold from the market open.", "market acceptance of our pumps"),
        ("Acme will be led by its right hand.", "delays in governmental approval"),
        ("Commissioning of the pilot plant stays on schedule.", "market demand and prices"),
        ("Acme's shares may trade at $50.", "competitive prices"),
        ("The press release distribution is planned for May.", "prices of steel"),
        ("Acme will drill for oil and gas.", "the price of gold and silver"),
        ("Both technologies combined could well save.", "completion of the merger"),
        ("Acme Metals will speak in June.", "the price of gold"),
        ("Payment of the dividend is expected in June.", "exchange rates"),
        ("Bolt will be a partner of the fair.", "our relationships with regulators"),
    ],
)
def test_a_word_in_another_sense_is_no_topic(said: str, warned: str) -> None:
    assert similarity(said, warned) < 0.5


@pytest.mark.parametrize(
    ("said", "warned"),
    [
        ("Free cash flow is expected to double.", "increases in costs of fuel"),
        ("Costs are estimated at $9 million a month.", "higher inflation and wages"),
        ("The offering is expected to close in May.", "completion of the public offering"),
        ("Acme aims to win a market of growing size.", "market acceptance of our pumps"),
        ("Acme will start up the plant and open a second one.", "delays in construction"),
        ("Acme will repay its debt.", "failure to raise capital"),
        ("Acme fights its delisting.", "compliance with the rules of Nasdaq"),
        ("Acme forms an alliance with Bolt.", "relationships with our partners"),
        ("Acme will restate its accounts of last year.", "adjustments that the audit may bring"),
        ("Acme prepares its expansion into Peru.", "ability to execute our growth strategy"),
        ("Seismic work goes on until October.", "results of exploration"),
    ],
)
def test_words_that_say_what_a_statement_is_about(said: str, warned: str) -> None:
    assert similarity(said, warned) > 0.5


def features(said: str, warned: str) -> list[float]:
    sides = read_side(said.split(), "said"), read_side(warned.split(), "warned")
    found = compare(sides[0], side_by_side([sides[1]]))
    return [float(part[0]) for part in found[1:]]


def test_two_doubtful_words_are_as_good_as_one_that_is_sure() -> None:
    # "market" and "order" are perhaps of demand, "shipment" surely; a common word is told beside.
    assert features("market", "demand slump")[0] == 0.5
    assert features("market markets", "demand slump")[0] == 0.5
    assert features("market order", "demand slump")[0] == 1.0
    assert features("shipment", "demand slump")[0] == 1.0


def rarity(word: str) -> float:
    table = load_table()
    legends = table.word_legends[table.words == crc32(word.encode())].sum()
    return log(max(legends / table.n, 0.01)) / log(0.01)


def test_common_words_count_by_how_rare_they_are_in_legends() -> None:
    # 274, 88 and none of the 514 legends hold them.
    for word, expected in (("company", 0.137), ("capital", 0.383), ("mill", 1.0)):
        assert rarity(word) == pytest.approx(expected, abs=0.001)
        assert features(word, word)[1] == pytest.approx(expected / 2, abs=0.001)


def test_words_without_content_make_no_factor_longer() -> None:
    # "capital" counts .75, being of the topic, "additional" .53, "slag" 1.
    assert features("loan", "additional capital")[0] == pytest.approx(1 / 1.279, abs=0.001)
    assert features("loan", "slag capital")[0] == pytest.approx(1 / 1.75)
    assert features("loan", "slag mill capital")[0] == 0.5


def test_the_words_of_a_factor_must_be_of_one_topic() -> None:
    # The factor's "patients" are of the trial, its "lender" is of the financing.
    assert features("enrollment loan", "patients lender")[0] == 0.5
    assert features("enrollment loan", "bank lender credit")[0] == 1.0


def test_a_second_common_word_counts_and_a_third_does_not() -> None:
    common = [features("mill dam oak", words)[1] for words in ("elm", "mill", "mill dam")]
    assert common == [0.0, 0.5, 1.0]
    assert features("mill dam oak", "mill dam oak")[1] == 1.0


def test_pairs_of_real_releases_hold_offsets_and_no_text(root: Path) -> None:
    lines = (root / "data" / "coverage_pairs_wire.tsv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "id\tsha256\tstart\tend\tfactor_start\tfactor_end\tspeaks"
    row = re.compile(r"u\d+\t[0-9a-f]{64}\t(\d+)\t(\d+)\t(\d+)\t(\d+)\t[01]")
    found = [row.fullmatch(line) for line in lines[1:]]
    assert len(set(lines)) == len(lines) == 975
    for match in found:
        assert match is not None
        start, end, factor_start, factor_end = map(int, match.groups())
        assert start < end
        assert factor_start < factor_end
    known = {facts["id"]: facts["sha256"] for facts, _ in read_standoff(root / "data" / "wire")}
    pairs = dict(line.split("\t")[:2] for line in lines[1:])
    assert all(known.get(name, digest) == digest for name, digest in pairs.items())


def test_pairs_are_joined_with_their_texts(tmp_path: Path) -> None:
    text = "Acme will repay its loan. Risks include lack of capital."
    header = "id\tsha256\tstart\tend\tfactor_start\tfactor_end\tspeaks"
    digests = {"a": sha256(text.encode()).hexdigest(), "b": "0"}
    rows = [f"{name}\t{digest}\t0\t25\t48\t55\t1" for name, digest in digests.items()]
    (tmp_path / "coverage_pairs_wire.tsv").write_text("\n".join([header, *rows, ""]))
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "other_name.txt").write_text(text)
    ids, x, judged = fit_coverage.read_pairs(tmp_path, texts)
    assert (ids, judged.tolist()) == (["a"], [True])
    assert x[0, 1:].tolist() == [1.0, 0.0]


def test_figures_by_hand() -> None:
    found = fit_coverage.figures(np.array([True, True, False, False]), np.array([1, 0, 1, 0]) == 1)
    assert found == (0.5, 0.5, 0.5)
    assert fit_coverage.figures(np.zeros(2, dtype=bool), np.zeros(2, dtype=bool)) == (1.0, 0.0, 0.0)


def test_without_texts_only_written_pairs_are_reported(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["fit_coverage", str(root / "data")])
    fit_coverage.main()
    said = capsys.readouterr().out
    assert "written: 192 pairs of 24 releases, 59 speak" in said
    assert "real" not in said
