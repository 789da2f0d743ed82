"""Kinds of event that are easily mistaken for each other: right clauses beside near misses."""

from __future__ import annotations

import pytest

from fls.analysis.commitments.events import event_kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Acme plans to begin toxicology studies of AB-1 in 2026.", "trial_start"),
        ("Acme plans to initiate a study of AB-1.", "trial_start"),
        ("The study is set to start in May.", "trial_start"),
        ("AB-1 will be evaluated in patients in 2026.", "trial_start"),
        ("AB-1 will soon be tested by Acme in humans.", "trial_start"),
        ("Acme will test the pump in healthy volunteers.", "trial_start"),
        ("Readings of AB-1, evaluating dose in healthy adults, may come in May.", "other"),
        ("The study is expected to begin enrolling patients in May.", "enrolment"),
        ("Acme will begin a feasibility study of the mine.", "exploration"),
        ("Acme will conduct scoping studies and sampling.", "exploration"),
        ("Acme will conduct a market study in Ohio.", "other"),
        ("Acme will begin environmental studies in May.", "other"),
        ("The pupils will begin their studies in June.", "other"),
    ],
)
def test_a_study_in_a_clinic_or_laboratory_is_a_trial(text: str, kind: str) -> None:
    assert event_kind(text) == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Bolt will oversee the feasibility study of the mine.", "exploration"),
        ("Our builder will oversee construction of the mill.", "production"),
        ("Ms. Lowe will oversee construction of the mill.", "appointment"),
        ("In her role she will be overseeing the mills.", "appointment"),
        ("Lowe will oversee the staff of the mill.", "appointment"),
        ("Mr. Smith will succeed Ms. Lowe, who departs in May.", "appointment"),
        ("The pump will succeed if it is quiet.", "other"),
        ("The founders will remain with the business.", "appointment"),
        ("Ann Lowe will remain with the firm as an adviser.", "appointment"),
        ("The risk will remain with the buyer.", "other"),
    ],
)
def test_a_person_takes_up_keeps_or_leaves_a_position(text: str, kind: str) -> None:
    assert event_kind(text) == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Top-line data are due in May.", "readout"),
        ("Topline week 26 results are due in May.", "readout"),
        ("Top-line sales are expected to grow by 10 %.", "guidance"),
        ("The pump would boost top-line clinic revenues by $2 billion.", "guidance"),
        ("The pump would boost top-line industry revenues by $2 billion.", "market"),
        ("Pumps are expected to bring over $30 billion in industry revenue.", "market"),
        ("Revenue in the pump sector will soon be over $100 billion.", "market"),
        ("Acme expects record industry sales growth in revenue.", "guidance"),
        ("Acme expects revenue of $3 million.", "guidance"),
        ("Analysts expect copper to rise to $9.", "market"),
        ("Our analysts will help Acme.", "other"),
        ("Most of the backlog is expected to be recognized in 2026.", "guidance"),
        ("Acme will be recognized by its friends.", "other"),
    ],
)
def test_the_revenue_of_an_industry_is_no_guidance(text: str, kind: str) -> None:
    assert event_kind(text) == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Completion is expected in the first quarter of 2026.", "closing"),
        ("Completion of the acquisition is expected in March.", "closing"),
        ("Completion of the walls is expected in March.", "other"),
        ("Project completion is expected in March.", "production"),
        ("Trial completion is expected in March.", "trial_start"),
        ("The fund will pay unitholders in cash by March 19, 2026.", "payment"),
        ("The fund will distribute its net assets in March.", "payment"),
        ("The fund will pay attention to shareholder options.", "other"),
        ("The firm offers access to distributed assets.", "other"),
        ("The mill will open in July.", "opening"),
        ("The mill will open new doors for us.", "other"),
        ("The mill will open a shop for pumps.", "opening"),
    ],
)
def test_completions_payments_and_openings(text: str, kind: str) -> None:
    assert event_kind(text) == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Analysts expected, prior to the approval of AB-1, that sales reach $9.", "market"),
        ("Fans predict, once the sale closes, that pumps win.", "other"),
        ("The proceeds, before deducting expenses of the sale, will be small.", "financing"),
        ("Gains such as pride upon approval could come.", "other"),
        ("These designations would provide pride.", "other"),
        ("It expects a written confirmation of compliance.", "approval"),
        ("Upon approval our pumps will be sold.", "approval"),
        ("The survey is on facts not routinely available in the record.", "other"),
        ("Acme will be pleased if the pump is not available in May.", "other"),
        ("The pump will be widely available in May.", "launch"),
        ("We confirm the following outlook.", "guidance"),
    ],
)
def test_what_only_says_when_or_what_is_not_is_passed_over(text: str, kind: str) -> None:
    assert event_kind(text) == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("With the contract already signed, we believe this growth will come.", "other"),
        ("With drilling already underway, Acme aims for step-outs.", "exploration"),
        ("With the market projected to reach $3 billion, Acme is ready.", "market"),
        ("If the approval is not obtained, the offer lapses.", "other"),
        ("After the closing, Bolt will be owned by Acme.", "other"),
        ("Following the launch, Bolt will visit Ohio.", "launch"),
        ("As part of the agreement, Bolt will help.", "agreement"),
        ("As we plan to acquire Bolt, Lowe will help.", "closing"),
        ("As acquisitions are rare, Bolt will help.", "other"),
        ("Under the agreement, Bolt will help.", "agreement"),
    ],
)
def test_a_background_at_the_beginning_gives_no_kind(text: str, kind: str) -> None:
    assert event_kind(text) == kind
