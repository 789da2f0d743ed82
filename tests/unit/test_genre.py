from __future__ import annotations

import tarfile
from pathlib import Path

import pytest

from fls.batch._score import _make_outlines
from fls.genre import _DATELINE, _FORM, genre_warnings, outline_of
from fls.model import load_model
from fls.readers import decode, read_path
from fls.scoring import label_passes
from fls.segmentation import segment
from fls.segmentation.layout import RULES
from fls.segmentation.units import GLUED

GENRES = Path(__file__).resolve().parents[1] / "genre"
FOREIGN = "unlike a press release: not English"
CODE = "unlike a press release: code, a log or data"
CONTRACT = "unlike a press release: a contract or prospectus"
ARTICLE = "unlike a press release: a news article or an essay"
#: What a text of each genre is called, by the beginning of its name.
WARNING = {
    "language": FOREIGN,
    "code": CODE,
    "log": CODE,
    "contract": CONTRACT,
    "prospectus": CONTRACT,
    "news": ARTICLE,
    "essay": ARTICLE,
    "fiction": ARTICLE,
    "speech": ARTICLE,
    "empty": "no sentence found",
}
#: Texts that the rule takes for something else, or does not know: they were not used to make it.
KNOWN_ERRORS = {"contract-terms": (ARTICLE,), "log-build": ()}
#: The most that may be warned of among releases.
FALSE_ALARMS = 0.01
RELEASE = """Acme Opens Plant

DAYTON, Ohio, May 4, 2026 -- Acme, Inc. (NYSE: ACM) today opened its second pump plant, which cost
$4 million and took two years to build. The company expects to hire 200 people by the end of 2027,
and to make half of its pumps for farms and gardens there. "This is a proud day for the team," said
Ann Lowe, who leads the company.

Contact:
Ann Poe
ann@acme.example
"""


def warned(text: str) -> tuple[str, ...]:
    return genre_warnings(text, outline_of(segment(text)))


@pytest.mark.parametrize("path", sorted(GENRES.glob("*/*.txt")), ids=lambda path: path.stem)
def test_texts_of_other_genres(path: Path) -> None:
    expected = KNOWN_ERRORS.get(path.stem, (WARNING[path.stem.partition("-")[0]],))
    assert warned(read_path(path).text) == expected


def test_most_texts_that_did_not_make_the_rule_are_known() -> None:
    warned_of = [bool(warned(read_path(p).text)) for p in sorted(GENRES.glob("held_out/*.txt"))]
    assert len(warned_of) >= 15
    assert sum(warned_of) >= 0.9 * len(warned_of)


def test_written_releases_are_seldom_warned_of(root: Path) -> None:
    paths = sorted((root / "data" / "releases" / "raw").glob("*.txt"))
    alarms = [path.stem for path in paths if warned(read_path(path).text)]
    assert len(alarms) <= FALSE_ALARMS * len(paths), alarms


def test_real_releases_are_seldom_warned_of(shared: Path) -> None:
    archive = shared / "releases" / "unlabelled.tar.gz"
    if not archive.is_file():
        pytest.skip("the unlabelled real releases are not there")
    with tarfile.open(archive) as tar:
        members = [m for m in tar if m.isfile() and m.name.endswith(".txt")]
        texts = [decode(tar.extractfile(m).read()).text for m in members]  # type: ignore[union-attr]
    assert len(texts) > 2000
    assert sum(bool(warned(text)) for text in texts) <= FALSE_ALARMS * len(texts)


def test_a_release_is_not_warned_of_however_it_is_wrapped() -> None:
    assert warned(RELEASE) == ()
    assert warned(RELEASE.replace("\n\n", "\0").replace("\n", " ").replace("\0", "\n\n")) == ()
    assert warned(RELEASE.replace(" ", "\n", 10)) == ()
    assert warned(RELEASE.replace("\n", "\r\n")) == ()


@pytest.mark.parametrize(
    "text", ["", " \n", "Acme opened a plant.", "Sales", "Lessor shall pay. It shall."]
)
def test_too_few_words_are_not_judged(text: str) -> None:
    assert warned(text) == ()


def test_few_words_in_other_letters_are() -> None:
    assert warned("Компания открыла завод.") == (FOREIGN,)


def test_what_a_reporter_writes_makes_an_article_of_it() -> None:
    bare = RELEASE.partition("Contact:")[0]
    assert warned(bare) == ()
    assert warned(bare + "A spokesman for Acme declined to comment.\n") == (ARTICLE,)


def test_a_legend_full_of_law_below_a_dateline_is_a_release() -> None:
    law = "No party shall be bound hereunder except as set forth herein and in Section 4 hereof. "
    assert warned(RELEASE + "\n" + law * 20) == ()
    assert warned(law * 20) == (CONTRACT,)


def test_the_same_text_gives_the_same_warning_in_any_length() -> None:
    essay = (GENRES / "chosen" / "essay-economics.txt").read_text(encoding="utf-8")
    assert {warned(essay * n) for n in (1, 2, 40)} == {(ARTICLE,)}


def test_the_rules_that_it_asks_for_are_rules_of_the_layout() -> None:
    assert _DATELINE | _FORM | {"contact"} <= {rule.name for rule in RULES} | {GLUED}


def test_outlines_of_a_pass_are_those_of_its_units() -> None:
    glued = "Acme Opens Plant\n\nAbout AcmeAcme is a maker of pumps. It was founded in 1901.\n"
    texts = [RELEASE, "", "1 2 3\n4 5 6\n", glued, RELEASE * 2]
    (part,) = label_passes(texts, load_model())
    assert _make_outlines(part) == [outline_of(segment(text)) for text in texts]
    assert {"glued heading"} <= _make_outlines(part)[3].rules
