from __future__ import annotations

import math
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import fls
from fls.analysis.coverage import similarity
from fls.analysis.exclusions import find_signs
from fls.analysis.generic import (
    boilerplate_share,
    generic_share,
    hash_grams,
    hash_words,
    load_table,
    word_weights,
)
from fls.analysis.legend import find_legend, rules
from fls.analysis.protection import PROTECTION_COMPONENTS
from fls.analysis.safe_harbor import ELEMENTS, SafeHarbor
from fls.analysis.scores import Form, rate
from fls.analysis.wording import Passage, Rules, fold
from fls.errors import InputError
from tests.unit.legend_texts import PUMPS, tagged, texts_of

FOUND = {
    "identifies": ["contains forward-looking statements"],
    "statute": ["Private Securities Litigation Reform Act of 1995"],
    "differ_materially": ["Actual results could differ materially"],
    "as_of_date": ["speak only as of their date"],
    "no_duty_to_update": ["no obligation to update"],
}


@pytest.fixture(scope="module")
def pumps() -> SafeHarbor:
    return SafeHarbor(tagged(*PUMPS))


def test_the_legend_is_found_without_the_note_on_offers(pumps: SafeHarbor) -> None:
    assert pumps.units == [4, 5, 6, 7, 8]
    assert pumps.is_present


def test_every_element_is_found_where_it_stands(pumps: SafeHarbor) -> None:
    frame = pumps.to_frame()
    assert frame["element"].tolist() == list(ELEMENTS)
    assert frame["is_present"].all()
    given = tagged(*PUMPS)
    for name, texts in FOUND.items():
        found = texts_of(given, pumps.spans(name))
        assert any(texts[0] in text for text in found), (name, found)
    first = frame.set_index("element").loc["statute"]
    assert " ".join(given.text[first["start"] : first["end"]].split()) == first["text"]


def test_the_factors_are_listed_and_general_ones_marked(pumps: SafeHarbor) -> None:
    assert pumps.factors["text"].tolist() == [
        "delays in construction of the Tulsa plant",
        "refusal of FDA approval of the infusion pump",
        "market conditions",
    ]
    assert pumps.factors["is_concrete"].tolist() == [True, True, False]
    assert (pumps.n_factors, pumps.n_generic_factors) == (2, 1)


def test_list_items_are_factors() -> None:
    found = SafeHarbor(
        tagged(
            ("B", "Forward-looking statements in this release carry risks; factors that could"
                  " cause actual results to differ materially include:"),
            ("B", "- the price of tin;", "item"),
            ("B", "- loss of our only smelter; and", "item"),
            ("B", "- the matters described in our Form 10-K.", "item"),
        )
    )  # fmt: skip
    assert found.factors["text"].tolist() == ["price of tin", "loss of our only smelter"]


def test_items_behind_an_announcement_belong_whatever_their_label() -> None:
    units = [
        ("B", "This release contains forward-looking statements."),
        ("B", "Factors that could cause actual results to differ materially include:"),
        *((code, f"* a fault of pump {number};", "item") for number, code in enumerate("FFLFFFPB")),
        ("B", "Except as may be required by law, we undertake no duty to update any statement."),
    ]
    found = SafeHarbor(tagged(*units))
    assert found.units == list(range(11))
    assert found.factors["text"].tolist() == [f"fault of pump {number}" for number in range(8)]
    facts = [("F", "Acme sold pumps:"), *units[2:6]]
    assert SafeHarbor(tagged(*facts, *units[:1])).units == [5]


def test_items_that_tell_assumptions_are_no_factors() -> None:
    found = SafeHarbor(
        tagged(
            ("B", "Forward-looking statements rest on certain assumptions and other factors."),
            ("B", "These include, among other things:"),
            ("F", "* we thrive as a result of changes in the price of tin;", "item"),
            ("F", "* our smelter is rebuilt.", "item"),
        )
    )
    assert found.units == [0, 1, 2, 3]
    assert found.factors.empty


@pytest.mark.parametrize(
    ("reason", "factors"),
    [
        ("because of the price of tin", ["price of tin"]),
        ("from those told here due to delays in Tulsa", ["delays in Tulsa"]),
        ("as a result of various factors", []),
        ("because of a range of risks and uncertainties", []),
        ("because of matters described in our Form 10-K", []),
    ],
)
def test_one_reason_for_other_results_is_a_factor(reason: str, factors: list[str]) -> None:
    found = SafeHarbor(
        tagged(("B", "This release contains forward-looking statements. Actual results may differ"
                     f" materially {reason}."))
    )  # fmt: skip
    assert found.factors["text"].tolist() == factors


@pytest.mark.parametrize(
    "sentence",
    [
        "They involve risks and other factors, some of them out of reach, which could, and likely"
        " will, alter what we sell.",
        "They are subject to such risks, uncertainties and assumptions relating to our pumps,"
        " results of repairs, strategy and liquidity.",
        "They involve dangers, including factors that could delay, divert, or undo them.",
        "There can be no assurance that our beliefs and projections will be achieved.",
        "They are subject to risks, most of which nobody here can steer, and cannot be foreseen"
        " or counted, and, consequently, actual results may differ.",
        "Additionally, risks, uncertainties and other factors may cause other results.",
        "They are subject to significant business, economic and competitive contingencies.",
        "Risks stand in our quarterly reports of March 31, 2031, June 30, 2031 and"
        " September 30, 2031.",
        "Known are they by words such as should, may, intends, forecasts, and plans.",
        "Risks are told at http://www.sec.gov. Contact: Acme Pumps, Dayton",
        "Adjusted EBITDA is not reconciled due to the inherent difficulty of forecasting taxes,"
        " grants of stock, and gains on pumps.",
        "These statements include all forecasts of sales, hopes for pumps and talk of tin.",
    ],
)
def test_words_that_announce_no_list_of_factors(sentence: str) -> None:
    legend = "This release contains forward-looking statements."
    found = SafeHarbor(tagged(("B", legend), ("B", "Actual results may differ."), ("B", sentence)))
    assert found.factors["text"][found.factors["is_concrete"]].tolist() == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Factors that could cause other results are the price of tin, loss of our smelter, and"
        " strikes.",
        "Such risks include, but are not limited to; the price of tin, loss of our smelter.",
        "Our plans are subject to the price of tin, loss of our smelter, and other risks.",
        "Risks related to the price of tin, loss of our smelter, remain.",
        "The price of tin, loss of our smelter, and strikes could cause another outcome.",
    ],
)
def test_words_that_do_announce_a_list(sentence: str) -> None:
    found = SafeHarbor(tagged(("B", "These are forward-looking statements."), ("B", sentence)))
    assert found.factors["text"].tolist()[:2] == ["price of tin", "loss of our smelter"]


def test_numerals_and_words_that_lead_in_are_cut_off() -> None:
    text = "Risks include xiii) the price of tin; xiv) with respect to pumps, rust; as well as ice."
    found = SafeHarbor(tagged(("B", "These are forward-looking statements."), ("B", text)))
    assert found.factors["text"].tolist() == ["price of tin", "pumps, rust", "ice"]


def test_topics_of_statements_are_no_factors() -> None:
    found = SafeHarbor(
        tagged(("B", "This release contains forward-looking statements, including those about"
                     " tin, zinc, lead and silver."))
    )  # fmt: skip
    assert found.n_factors == 0


@pytest.mark.parametrize("sign", ["\u2010", "\u2011", "\xad"])
def test_other_hyphens_hide_nothing(pumps: SafeHarbor, sign: str) -> None:
    other = SafeHarbor(
        tagged(*((code, text.replace("orward-", f"orward{sign}")) for code, text in PUMPS))
    )
    assert other.units == pumps.units
    assert [len(other.spans(name)) for name in ELEMENTS] == [
        len(pumps.spans(name)) for name in ELEMENTS
    ]


@pytest.mark.parametrize(
    ("sentence", "absent"),
    [
        ("We update nothing except as required by applicable securities laws.", "statute"),
        ("No update is made except as required under applicable securities laws.", "statute"),
        ("We revise nothing unless in accordance with applicable securities laws.", "statute"),
        ("We assume that general conditions will not change.", "no_duty_to_update"),
        ("It is possible that our assumptions are not correct.", "no_duty_to_update"),
        ("Acme accepts no responsibility for losses.", "no_duty_to_update"),
        ("Words such as “believe,” “plan” and similar words or expressions mark them.", "factors"),
        ("For risks that could cause results to differ, see http://www.sec.gov.", "factors"),
    ],
)
def test_what_is_no_element(sentence: str, absent: str) -> None:
    legend = "This release contains forward-looking statements."
    found = SafeHarbor(tagged(("L", "Acme expects to grow."), ("B", legend), ("B", sentence)))
    assert found.units == [1, 2]
    assert found.spans(absent) == ()


@pytest.mark.parametrize(
    ("element", "before", "whole", "behind"),
    [
        ("filings", "See the ", "Company's other filings with the SEC", "."),
        ("filings", "More is at ", "www.sedarplus.ca", "."),
        ("filings", "Read our ", "annual information form", " and our page."),
        ("filings", "They stand under ", "“Risk Factors” in our filings with the SEC", "."),
        ("as_of_date", "They are ", "based on the beliefs of Acme on the date they are made", "."),
        ("as_of_date", "Acme uses what is ", "available at the time they were made", "."),
        ("statute", "They look ahead ", "within the meaning of the Securities Act of 1933", "."),
        ("no_reliance", "Of course ", "undue reliance should not be placed", " on them."),
        ("no_reliance", "Therefore ", "no undue reliance is to be placed", " on them."),
    ],
)
def test_spans_cut_no_name_address_or_clause(
    element: str, before: str, whole: str, behind: str
) -> None:
    given = tagged(("B", "These are forward-looking statements."), ("B", before + whole + behind))
    assert texts_of(given, SafeHarbor(given).spans(element)) == [whole]


@pytest.mark.parametrize(
    ("cues", "rest"),
    [
        ('Words such as "plans," "may," "will," "could," "hopes"', " and the like mark them."),
        ("Words like “may”, “will” or variations of such words, or statements that certain"
         " actions “could” or “might”", " occur, mark them; Acme (the “Maker”) is one company."),
        ("identified by words such as may, will, look forward to, and plans", " tell of it."),
        ("identified by words such as 'may,' 'will,' 'plans,'", " or the negative of these."),
        ('identified by words such as "may," "will"', ' mark "forward-looking statements."'),
    ],
)  # fmt: skip
def test_cue_words_are_one_span_up_to_the_last(cues: str, rest: str) -> None:
    given = tagged(("B", "These are forward-looking statements."), ("B", cues + rest))
    found = texts_of(given, SafeHarbor(given).spans("cue_words"))
    assert [text.rstrip(",'") for text in found] == [cues.rstrip(",'")]


def test_each_statement_has_its_factor(pumps: SafeHarbor) -> None:
    frame = pumps.coverage
    assert frame["unit"].tolist() == [1, 2, 3]
    assert frame["is_covered"].tolist() == [True, True, False]
    assert frame["factor"].tolist()[:2] == [
        "delays in construction of the Tulsa plant",
        "refusal of FDA approval of the infusion pump",
    ]
    text = tagged(*PUMPS).text
    row = frame.iloc[0]
    assert " ".join(text[row["factor_start"] : row["factor_end"]].split()) == row["factor"]
    assert text[row["start"] : row["end"]] == row["text"]
    assert pumps.covered_share == pytest.approx(2 / 3)


def test_a_wrongly_labelled_sentence_of_the_legend_belongs_to_it() -> None:
    units = list(PUMPS)
    units[4] = ("L", units[4][1])
    units[7] = ("F", units[7][1])
    found = SafeHarbor(tagged(*units))
    assert found.units == [4, 5, 6, 7, 8]


def test_other_legends_are_no_cautionary_text() -> None:
    given = tagged(
        ("B", "This release is not an offer to sell or a solicitation of an offer to buy."),
        ("B", "Adjusted EBITDA is not a measure under GAAP and is no substitute for income."),
        ("B", "Nothing here is medical advice."),
    )
    found = SafeHarbor(given)
    assert found.units == []
    assert found.protection == 0.0
    assert math.isnan(found.generic_share)
    assert not found.to_frame()["is_present"].any()
    assert "no cautionary text" in repr(found)
    assert find_legend(tagged()).units == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Neither the TSXV nor its services provider accepts responsibility for this release.",
        "CBOE CANADA DOES NOT ACCEPT RESPONSIBILITY FOR THE ACCURACY OF ANY WORD HERE.",
        "Readers should seek independent professional advice before they buy pumps.",
        "Holders should consult their own tax advisors.",
        "Our pumps are not intended to diagnose or cure what ails a mill hand.",
    ],
)
def test_other_legends_end_no_cautionary_text_and_are_none_of_it(sentence: str) -> None:
    legend = ("B", "This release contains forward-looking statements.")
    more = ("B", "They hold as of today.")
    assert SafeHarbor(tagged(legend, ("B", sentence), more)).units == [0, 2]


def test_a_heading_of_another_section_ends_the_text() -> None:
    legend = ("B", "This release contains forward-looking statements.")
    more = ("B", "Tables show how these figures are made.")
    for text in ("Non-GAAP Financial Measures", "Participants in the Solicitation", "About Acme"):
        assert SafeHarbor(tagged(legend, ("-", text, "heading"), more)).units == [0]
    assert SafeHarbor(tagged(legend, ("-", "Our Risks", "heading"), more)).units == [0, 2]


def test_words_that_look_forward_are_no_caution_without_a_legend() -> None:
    team = ("P", "Our forward-looking team keeps its promises.")
    rule = ("F", "The safe harbor of the tax code covers such payments.")
    assert SafeHarbor(tagged(team, rule)).units == []
    far = [("F", f"Fact {number}.") for number in range(4)]
    legend = ("B", "These are forward-looking statements.")
    assert SafeHarbor(tagged(team, *far, legend)).units == [5]
    assert SafeHarbor(tagged(team, legend)).units == [0, 1]


def test_a_release_without_statements_has_no_covered_share() -> None:
    found = SafeHarbor(tagged(("F", "Acme opened a plant.")))
    assert math.isnan(found.covered_share)
    assert found.coverage.empty
    assert found.factors.empty


def test_the_repr_speaks_of_presence_only(pumps: SafeHarbor) -> None:
    text = repr(pumps)
    assert "not legal protection" in text
    assert "no legal advice" in text
    assert "not found: none" in text


def test_the_public_names() -> None:
    release = fls.score("Acme will open a plant.\n\n" + " ".join(PUMPS[4][1].split()))
    assert release.safe_harbor.spans("statute")
    assert list(release.coverage) == [
        *("unit", "text", "factor", "similarity", "is_covered", "start", "end"),
        *("factor_start", "factor_end"),
    ]


def test_signs_of_exclusions_by_hand() -> None:
    text = "The initial public\noffering of a SPAC, no tender offer. Acme trades as a penny stock."
    assert [(sign.name, text[sign.start : sign.end]) for sign in find_signs(text)] == [
        ("initial_public_offering", "initial public\noffering"),
        ("blank_check", "SPAC"),
        ("tender_offer", "tender offer"),
        ("penny_stock", "penny stock"),
    ]
    assert find_signs("SPACE and tenders, offers.") == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a direct participation investment program", "partnership_offering"),
        ("common units representing limited partner interests", "partnership_offering"),
        ("an offering of limited liability company interests", "partnership_offering"),
        ("A Schedule 13E-3 was filed.", "going_private"),
        ("an offer to purchase all outstanding shares", "tender_offer"),
        ("A Schedule TO was filed.", "tender_offer"),
        ("a closed-end, non-diversified management investment company", "investment_company"),
        ("a closed\u2010end fund", "investment_company"),
        ("a business development company", "investment_company"),
        ("an exchange-traded fund", "investment_company"),
        ("an initial-public-offering", "initial_public_offering"),
    ],
)
def test_other_words_for_exclusions(text: str, name: str) -> None:
    assert [sign.name for sign in find_signs(text)] == [name]


def test_what_is_no_sign() -> None:
    assert find_signs("The plant is on schedule to open; our partner hired a manager.") == []


@pytest.mark.parametrize("space", [" ", "\n", "\t", "\r", "\x0b", "\xa0", "\u2009", "\u3000"])
def test_signs_of_exclusions_stand_between_any_white_space(space: str) -> None:
    text = "An initial public offering, a tender offer, going private, mutual funds."
    found = [sign.name for sign in find_signs(text.replace(" ", space))]
    assert found == [
        "initial_public_offering", "tender_offer", "going_private", "investment_company",
    ]  # fmt: skip


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
    assert fls.boilerplate_share is boilerplate_share


def test_hashes_are_fixed() -> None:
    hashes = hash_words(["results", "may", "differ", "materially", "from"])
    assert hashes[1] == 0xEA71121F
    assert len(hash_grams(hashes)) == 2
    assert len(hash_grams(hashes[:3])) == 0


def test_common_words_of_legends_are_known() -> None:
    table = load_table()
    assert table.n > 400
    assert (np.diff(table.grams.astype(np.int64)) > 0).all()
    common = fold("undertakes no obligation to update any forward looking statements").split()
    assert generic_share(hash_words(common)) == 1.0
    assert generic_share(hash_words("violet hippos rarely juggle anvils".split())) == 0.0
    assert math.isnan(generic_share(hash_words(["three", "words", "only"])))


def test_tailored_by_hand() -> None:
    # "forward" and "statements" stand in more than a twentieth of legends: they weigh nothing.
    legend = ["forward", "statements", "hippos", "anvils", "hippos", "it", "1995"]
    expected = {"forward": 0.0, "statements": 0.0, "hippos": 1.0, "anvils": 1.0}
    assert word_weights(legend, hash_words(legend)) == expected
    assert word_weights([], hash_words([])) == {}


def test_protection_by_hand(pumps: SafeHarbor) -> None:
    values = dict(zip(PROTECTION_COMPONENTS, pumps.protection_parts()[:, 0].tolist(), strict=True))
    assert values["present"] == 1
    assert values["statute"] == 1
    assert values["factors"] == pytest.approx(1 - math.exp(-2 / 6))
    assert values["length"] == pytest.approx(1 - math.exp(-pumps.n_words / 250))
    assert values["tailored"] == pytest.approx(1 - math.exp(-pumps.shared_weight / 8))
    form = Form(0.0, {"present": 0.1, "statute": 0.2, "factors": 0.5})
    expected = 100 * (0.1 + 0.2 + 0.5 * (1 - math.exp(-1 / 3)))
    assert rate("protection", values, form) == pytest.approx(expected)
    assert pumps.protection == pytest.approx(rate("protection", values))


def test_a_unit_that_may_be_no_boilerplate_may_fall_out(pumps: SafeHarbor) -> None:
    n = len(pumps._tagged.units)
    drawn = np.zeros((4, 2, n), dtype=bool)
    drawn[3, 0] = drawn[0, 1] = True  # all boilerplate, all factual
    parts = pumps.protection_parts(drawn)
    assert (parts[:, 0] == parts[:, 1]).all()
    assert (parts[:, 2] <= parts[:, 0]).all()


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
        ("The offerings will be priced in May.", "a lack of financing"),
        ("We will have drilled four wells.", "drilling risks"),
        ("The closings follow in June.", "refusal of the acquisitions"),
        ("Supplies start in May.", "supply of steel"),
    ],
)
def test_other_forms_of_a_word_are_the_same(said: str, warned: str) -> None:
    assert similarity(said, warned) > 0.5


def test_folding() -> None:
    assert fold("“May,” Form 10-K; S.A.").split() == [
        *('"', "may", ",", '"', "form", "10", "k", ";", "s", "a"),
    ]


@given(st.lists(st.text('aB9 .,;:"|-\u201c\u2019\u2013\xa0\u2003\x1f\u0130\xe9\t', max_size=20)))
def test_every_word_of_a_passage_has_its_place(units: list[str]) -> None:
    text, spans = "", []
    for unit in units:
        spans.append((len(text), len(text) + len(unit)))
        text += unit + " "
    passage = Passage(text, spans)
    for at, word in enumerate(passage.words):
        start, end = passage.span(at, at + 1)
        assert fold(text[start:end]).split() == ([] if word == "|" else [word])


def test_spans_of_words_survive_odd_letters() -> None:
    text = "İstanbul may\n differ “materially”"
    passage = Passage(text, [(0, len(text))])
    words = passage.words
    at = words.index("materially")
    start, end = passage.span(at, at + 1)
    assert text[start:end] == "materially"


def test_a_pattern_stays_within_its_unit() -> None:
    known = Rules({"A": "a"}, {"far": ["A ..3 b"], "begin": ["^ b"], "maybe": ["a c? b"]})
    assert known.find("far", known.encode("| a x x x b |".split())) == [(1, 6)]
    assert known.find("far", known.encode("| a x x x x b |".split())) == []
    assert known.find("far", known.encode("| a | b |".split())) == []
    assert known.find("begin", known.encode("| b b |".split())) == [(1, 2)]
    assert known.has("maybe", known.encode("| a b |".split()))
    assert not known.has("maybe", known.encode("| a x b |".split()))


def test_every_pattern_uses_known_classes() -> None:
    known = rules()
    upper = {
        name
        for patterns in known._patterns.values()
        for _, search in patterns
        for name in [search.pattern]
        if "[]" in name
    }
    assert upper == set()


def seconds(text: str) -> float:
    given = tagged(("B", text))
    start = time.process_time()
    found = SafeHarbor(given)
    found.spans("factors")
    assert found.elements
    return time.process_time() - start


@pytest.mark.parametrize(
    "piece",
    ["factors include ", "results may differ, ", '"may," ', "statements in this release ", "a; "],
)
def test_time_is_linear_in_the_length(piece: str) -> None:
    seconds(piece * 10)
    short = min(seconds("forward-looking " + piece * 1000) for _ in range(3))
    long = min(seconds("forward-looking " + piece * 4000) for _ in range(3))
    assert long < 12 * short + 0.05


def test_a_name_is_not_broken_and_units_are_not_joined() -> None:
    head = ("B", "This release contains forward-looking statements.")
    given = tagged(
        head,
        ("B", 'See "Risk Factors" in Acme\'s Form\n10-K.'),
        ("B", "Risks stand in our Form 10-K", "item"),
        ("B", "Form 10-Q", "item"),
        ("B", "See the prospectus, Form 20-F."),
        ("B", "Risks are described in our Form 8-K."),
        ("B", "Risk Factors in our annual report on Form 10-K, as filed with the SEC, tell more."),
    )
    found = SafeHarbor(given)
    assert texts_of(given, found.spans("filings")) == [
        '"Risk Factors" in Acme\'s Form 10-K',
        "Risks stand in our Form 10-K",
        "Form 10-Q",
        "prospectus",
        "Form 20-F",
        "Risks are described in our Form 8-K",
        "Risk Factors in our annual report on Form 10-K, as filed with the SEC",
    ]
    assert found.rows()[ELEMENTS.index("filings")]["n_spans"] == 7
