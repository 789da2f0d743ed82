"""What is written is read again, and laying a release out loses nothing."""

from __future__ import annotations

import importlib.util
import re
import sys
import tempfile
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fls import corpus
from fls.corpus import AnnotatedRelease, GoldUnit
from fls.document import KINDS, LABELLED_KINDS, LABELS

TOOL = Path(__file__).resolve().parents[2] / "tools" / "render_corpus.py"
WHITE = st.sampled_from([" ", "\n", "\r\n", "\t", "\u00a0", "\u200b", "\ufeff", "\f", "\u2028"])
GAP = st.lists(WHITE, max_size=3).map("".join)
WORD = st.text(st.characters(exclude_categories=["Cs", "Z", "Cc", "Cf"]), min_size=1, max_size=6)
ISSUER = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), min_size=1, max_size=9
)


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, str | None, str | None, bool | None]:
    """Draw kind, labels and mark of a unit."""
    kind = draw(st.sampled_from(KINDS))
    if kind not in LABELLED_KINDS:
        return kind, None, None, None
    if draw(st.integers(0, 4)) == 0:  # nobody has labelled it yet
        return kind, None, None, None
    label, second = draw(st.permutations([*LABELS, None]).filter(lambda order: order[0]))[:2]
    forward = "forward_looking" in (label, second)
    return kind, label, second, draw(st.booleans()) if forward else None


@st.composite
def releases(draw: st.DrawFn) -> list[AnnotatedRelease]:
    """Draw a corpus."""
    names = draw(
        st.lists(
            st.from_regex(r"[a-z0-9][a-z0-9._-]{0,5}", fullmatch=True),
            min_size=1,
            max_size=4,
            unique=True,
        )
    )
    drawn = []
    for name in sorted(names):
        text, units = draw(GAP), []
        for kind, label, second, specific in draw(st.lists(marked(), max_size=5)):
            words = draw(st.lists(st.tuples(WORD, GAP), min_size=1, max_size=4))
            piece = "".join(word + gap for word, gap in words[:-1]) + words[-1][0]
            start, end = len(text), len(text) + len(piece)
            units.append(GoldUnit(kind, start, end, label, second, specific))
            text += piece + draw(GAP)
        drawn.append(AnnotatedRelease(name, text, tuple(units), draw(ISSUER)))
    return drawn


@given(releases())
def test_read_gives_back_what_was_written(written: list[AnnotatedRelease]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        corpus.write(folder, written)
        assert corpus.read(folder) == written
        assert corpus.validate(folder) == []


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    """Load the script that lays releases out."""
    spec = importlib.util.spec_from_file_location("render_corpus", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


ROWS = st.lists(
    st.tuples(
        st.sampled_from("hsssssiigtco"),
        st.lists(
            st.one_of(WORD, st.sampled_from(['"So', "“We", "on.”", "5,", "2024"])),
            min_size=1,
            max_size=40,
        ).map(" ".join),
    ),
    min_size=1,
    max_size=60,
)


@given(st.text("abcdef0123456789", min_size=1, max_size=4), ROWS)
def test_rendering_keeps_every_character_and_every_unit(
    tool: ModuleType, name: str, rows: list[tuple[str, str]]
) -> None:
    given_rows = [tool.Row(kind, "F,L" if kind in "hsi" else "", text) for kind, text in rows]
    layout, text, shown = tool.render(name, given_rows)
    assert layout in tool.LAYOUTS
    assert tool.render(name, given_rows) == (layout, text, shown)
    assert bare(text) == bare("".join(row.text for row in shown))
    kept = iter(shown)
    for kind, own in rows:  # the layout may add page feet and the marks of items
        assert any(
            row.kind == kind and bare(row.text) in {bare(m + own) for m in ["", *tool.MARKS]}
            for row in kept
        )


def test_every_layout_is_valid_and_looks_as_it_should(tool: ModuleType, tmp_path: Path) -> None:
    seed, out = tmp_path / "seed", tmp_path / "out"
    lines = (
        "h\tF\tAcme Grows\n" + 'g\t\tNews\ns\tF\t"It grew," he said.\ni\tL+\tMore in 2031\n' * 40
    )
    for origin in ("imagined", "mirrored"):
        (seed / origin).mkdir(parents=True)
        for i in range(20):
            (seed / origin / f"x{i:02}.units").write_text(lines, encoding="utf-8")
    scenario = "x03: mining; split; tone dry; year 1999; safe harbor: none\n"
    (seed / "imagined" / "SCENARIOS.txt").write_text(scenario, encoding="utf-8")
    assert tool.main(["--seed", str(seed), "--out", str(out)]) == 0
    assert len(corpus.read(out)) == 40
    manifest = (out / "manifest.csv").read_text(encoding="utf-8")
    assert "imagined-004,imagined,mining,split,1999,dry,none,imagined-004," in manifest
    for name, layout in re.findall(r"^([^,]+),.*,([^,]+)$", manifest, re.MULTILINE)[1:]:
        text = (out / "raw" / f"{name}.txt").read_bytes().decode()
        assert ("\f" in text) == (layout == "edgar")
        assert ("\n\n" not in text) or layout != "tight"
        assert layout not in ("edgar", "wrapped") or max(map(len, text.split("\n"))) <= 120
    (out / "manifest.csv").write_text(manifest.replace("none,imagined-004", "none,Acme"))
    tool.main(["--seed", str(seed), "--out", str(out)])
    assert corpus.read(out)[3].issuer == "Acme"


def bare(text: str) -> str:
    """Leave white space out."""
    return re.sub(r"[\s\u200b\ufeff]+", "", text)
