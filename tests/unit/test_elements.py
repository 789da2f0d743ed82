from __future__ import annotations

import pytest

from fls.analysis.caution.safe_harbor import ELEMENTS, SafeHarbor
from tests.unit.legend_texts import tagged, texts_of


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
def test_words_that_are_no_element(sentence: str, absent: str) -> None:
    legend = "This release contains forward-looking statements."
    found = SafeHarbor(tagged(("L", "Acme expects to grow."), ("B", legend), ("B", sentence)))
    assert found.units == [1, 2]
    assert found.spans(absent) == ()


@pytest.mark.parametrize(
    ("sentence", "present"),
    [
        ("Acme will update any of the included statements as expressly required by applicable law.",
         "no_duty_to_update"),
        ("Neither Acme nor its owners undertake any responsibility to update them.",
         "no_duty_to_update"),
        ("None of the pump makers plan to issue any updates.", "no_duty_to_update"),
        ("Risks are told in Acme's continuous disclosure record.", "filings"),
        ("Risks are told in filings made by Acme with the regulations.", "filings"),
    ],
)  # fmt: skip
def test_other_words_for_an_element(sentence: str, present: str) -> None:
    found = SafeHarbor(tagged(("B", "These are forward-looking statements."), ("B", sentence)))
    assert len(found.spans(present)) == 1


def test_statements_that_are_none_are_not_identified() -> None:
    found = SafeHarbor(tagged(("B", "Linked pages do not constitute forward-looking statements.")))
    assert found.spans("identifies") == ()
    found = SafeHarbor(tagged(("B", "All that is not past is forward-looking statements.")))
    assert len(found.spans("identifies")) == 1


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
        "Form 20-F",
        "Risks are described in our Form 8-K",
        "Risk Factors in our annual report on Form 10-K, as filed with the SEC",
    ]
    assert found.rows()[ELEMENTS.index("filings")]["n_spans"] == 6


def spans(element: str, *sentences: str) -> list[str]:
    """Spans of an element in a text of these sentences."""
    given = tagged(*(("B", sentence) for sentence in sentences))
    return texts_of(given, SafeHarbor(given).spans(element))


@pytest.mark.parametrize(
    ("before", "span"),
    [
        ("Forward-looking statements are no promise of performance and", "actual sales may differ"),
        ("They tell of events and are subject to risks that", "could cause results to differ"),
        ("If a risk should occur,", "actual results may vary"),
        ("There are", "factors that could cause results to differ"),
        ("We warn of", "factors, important or unknown, that may cause results to differ"),
    ],
)
def test_the_clause_before_is_no_part_of_what_may_differ(before: str, span: str) -> None:
    head = "This release contains forward-looking statements."
    assert spans("differ_materially", head, f"{before} {span}.") == [span]


def test_new_information_or_otherwise_is_no_other_outcome() -> None:
    sentences = (
        "This release contains forward-looking statements.",
        "They may be revised as a result of new information, future events or otherwise.",
    )
    assert spans("differ_materially", *sentences) == []


@pytest.mark.parametrize(
    ("sentence", "span"),
    [
        ("This release contains forward-looking statements that may fail.",
         "contains forward-looking statements"),
        ('It contains "forward-looking statements" and a map.',
         'contains "forward-looking statements"'),
        ("Forward-looking statements in this press release are made on May 2.",
         "Forward-looking statements in this press release"),
        ("Forward-looking statements contained herein carry risks.",
         "Forward-looking statements contained herein"),
    ],
)  # fmt: skip
def test_identifying_words_end_with_what_they_identify(sentence: str, span: str) -> None:
    assert spans("identifies", sentence) == [span]


def test_mentions_identify_only_where_nothing_else_does() -> None:
    mention = "Forward-looking statements are no promises."
    reliance = "No reliance should be placed on the forward-looking statements."
    said = "This release contains forward-looking statements."
    assert spans("identifies", said, mention, reliance) == ["contains forward-looking statements"]
    assert len(spans("identifies", mention, reliance)) == 2


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Shares are sold by the prospectus and the offering circular of May 2.", []),
        (
            "More stands under “Risk Factors” in our prospectus.",
            ["“Risk Factors” in our prospectus"],
        ),
        (
            "See the risks told in the offering memorandum.",
            ["risks told in the offering memorandum"],
        ),
    ],
)
def test_a_prospectus_is_a_filing_if_it_describes_risks(sentence: str, found: list[str]) -> None:
    assert spans("filings", "This release contains forward-looking statements.", sentence) == found


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        (
            "These include statements regarding expected regulatory filings and new markets.",
            [],
        ),
        ("These include statements on planned SEC filings and new products.", []),
        ("They tell of the timing of our regulatory filings with the SEC.", []),
        ("They include statements about regulatory submissions to the SEC.", []),
        ("Risks include the success of patent filings.", []),
        ("They mirror circumstances on which any such statement is based.", []),
        (
            "They include planned filings and other risks described in our reports to the SEC.",
            ["risks described in our reports to the SEC"],
        ),
        ("Results may differ from those expected in our SEC filings.", ["SEC filings"]),
        (
            "Risks are described in future filings with the SEC.",
            ["Risks are described in future filings with the SEC"],
        ),
        ("For risks, see our regulatory filings.", ["risks, see our regulatory filings"]),
    ],
)
def test_filings_as_a_subject_are_no_reference(sentence: str, found: list[str]) -> None:
    assert spans("filings", "This release contains forward-looking statements.", sentence) == found


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        (
            "They are based on assumptions and forecasts at the time of publication of this news.",
            ["based on assumptions and forecasts at the time of publication"],
        ),
        (
            "They use information available at the time of this release.",
            ["information available at the time of this release"],
        ),
        (
            "They are made on the basis of our views at the time the statements are made.",
            ["basis of our views at the time the statements are made"],
        ),
        (
            "They are valid only at the time they were made.",
            ["valid only at the time they were made"],
        ),
        ("Our assumptions, though fair at the time, may prove wrong.", []),
        ("The price of tin at the time of publication may change.", []),
        ("Guidance is not available at the time of this release.", []),
    ],
)
def test_statements_may_be_tied_to_the_time_of_the_release(sentence: str, found: list[str]) -> None:
    head = "This release contains forward-looking statements."
    assert spans("as_of_date", head, sentence) == found
