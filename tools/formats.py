"""Compare what the readers return with what other programs see in the same files.

``python -m tools.formats FILE ... [--plain FOLDER ...]`` prints a line a release. Words (runs of
letters and digits, as a multiset) are compared with an independent view of the file: a headless
browser for HTML, ``pdftotext`` for PDF, the lines between the tags for text in a submission. What
the browser, which has no style sheets here, shows before the first line of the release and after
its last one is set aside as the furniture of the site, a second copy for other screens included;
repeated headers of a PDF file are set aside as its metadata names them. Sentences are those that
``fls.segment`` finds in the plain text of the same release (``NAME.txt`` in one of the folders; its
words are what must be found in HTML), or where there is none in that independent view; they are the
same after white space is normalised. A row of a table in our text is no sentence, whatever a view
without cells makes of it.
"""

from __future__ import annotations

import argparse
import html
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import fls

__all__ = ["main"]

#: A longer last line is a paragraph, and the release ends at its first copy, not at its last.
_MIN_PARAGRAPH = 200
_WORD = re.compile(r"\w+")
_SHOW = """<script>window.onload=function(){var t=document.body.innerText;
document.documentElement.innerHTML='<body><pre id="seen"></pre></body>';
document.getElementById('seen').textContent=t}</script>"""
_SCRIPT = re.compile(r"<script\b.*?</script\s*>", re.DOTALL | re.IGNORECASE)
_BROWSER = "chromium --headless --no-sandbox --disable-gpu --dump-dom --virtual-time-budget=2000"


def main() -> int:
    """Print a line for each release of each file.

    Returns
    -------
    int
        The exit code: 1 if a figure misses its aim.
    """
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--plain", nargs="*", type=Path, default=[], metavar="FOLDER")
    parser.add_argument("--show", action="store_true", help="print what differs")
    options = parser.parse_args()
    print("release                    words   found  invented  sentences    same  compared with")
    missed = 0
    for path in options.files:
        for document in fls.read_all(path):
            missed += _print_line(document, path, options.plain, options.show)
    return int(missed > 0)


def _print_line(document: fls.Document, path: Path, folders: list[Path], show: bool) -> bool:
    """Print the figures of one release; return whether one misses its aim."""
    ours = document.text
    theirs = _read_view(document, path)
    dropped = " ".join(map(str, _read_furniture(document)))
    plain = _read_plain(path, folders)
    seen = theirs if plain is None or document.metadata.get("format") != "html" else plain
    lost = _count_words(seen) - _count_words(ours) - _count_repeated(dropped, theirs)
    invented = _count_words(ours) - _count_words(theirs)
    total = _count_words(seen).total()
    share = 1 - lost.total() / max(1, total)
    same, n_sentences, gone = _compare_sentences(
        ours, _choose_reference(document, path, theirs, plain)
    )
    name = (document.source or "").rsplit("/", 1)[-1]
    beside = "plain text" if plain is not None else "the same view"
    figures = f"{total:6}  {share:6.2%}  {invented.total():8}  {n_sentences:9}  {same:6.1%}"
    print(f"{name:25} {figures}  {beside}")
    if show:
        print("   lost", dict(lost.most_common(12)), " invented", dict(invented.most_common(12)))
        print(*(f"   not the same: {sentence}" for sentence in gone), sep="\n")
    return share < 0.995 or (plain is not None and same < 0.98)


def _choose_reference(document: fls.Document, path: Path, theirs: str, plain: str | None) -> str:
    """Return the text whose sentences ours are compared with."""
    if plain is not None:
        return plain
    if document.metadata.get("format") == "pdf":  # with its layout it tears fewer paragraphs
        done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)
        return done.stdout.decode()
    return theirs


def _read_furniture(document: fls.Document) -> tuple[str, ...]:
    """Read the repeated headers that the metadata names."""
    furniture = document.metadata.get("furniture", ())
    return furniture if isinstance(furniture, tuple) else ()


def _count_repeated(dropped: str, seen: str) -> Counter[str]:
    """Count words of furniture as often as they are seen."""
    dropped_words = set(_WORD.findall(dropped))
    return Counter({word: n for word, n in _count_words(seen).items() if word in dropped_words})


def _count_words(text: str) -> Counter[str]:
    """Count the words of a text."""
    return Counter(_WORD.findall(text))


def _compare_sentences(ours: str, reference: str) -> tuple[float, int, list[str]]:
    """Return the share of the reference's sentences that ours has, their number, and the others."""
    mine = Counter(_list_sentences(ours))
    rows = {" ".join(line.split()) for line in ours.split("\n") if "\t" in line}
    theirs = [sentence for sentence in _list_sentences(reference) if sentence not in rows]
    if not theirs:
        return float("nan"), 0, []
    gone = []
    for sentence in theirs:
        if mine[sentence]:
            mine[sentence] -= 1
        else:
            gone.append(sentence)
    return 1 - len(gone) / len(theirs), len(theirs), gone


def _list_sentences(text: str) -> list[str]:
    """List the sentences of a text on one line each, without their bullets."""
    frame = fls.segment(text)
    kept = frame[frame["kind"].isin(["headline", "sentence", "item"])]
    return [re.sub(r"^[•●▪*·–-]\s*", "", " ".join(t.split())) for t in kept["text"]]


def _read_plain(path: Path, folders: list[Path]) -> str | None:
    """Read the plain text of the same release, if a folder has it."""
    number = re.search(r"r\d{3}", path.stem)
    for folder in folders:
        for place in folder.glob(f"*{number.group()}.txt" if number else path.stem):
            return place.read_text(encoding="utf-8")
    return None


# Independent views


def _read_view(document: fls.Document, path: Path) -> str:
    """Read a file as another program sees it."""
    if document.metadata.get("format") == "pdf":
        done = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True)
        return done.stdout.decode()
    if document.metadata.get("format") == "html":
        return _cut_between(_render(path.read_text("utf-8", "replace")), document.text)
    return _read_exhibit(path.read_text("utf-8", "replace"), str(document.metadata.get("exhibit")))


def _read_exhibit(submission: str, kind: str) -> str:
    """Read the text of an exhibit by its lines, without tags and without what PEM added."""
    inside = submission.split(f"<TYPE>{kind}\n", 1)[1].split("<TEXT>", 1)[1].split("</TEXT>", 1)[0]
    if "<html" in inside[:2000].lower():
        return _render(inside)
    return re.sub(r"(?m)^- (?=-)|<[A-Z/]+>", "", inside)


def _render(markup: str) -> str:
    """Return what a browser shows of a page without scripts and without a network."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(_SCRIPT.sub("", markup) + _SHOW, encoding="utf-8")
        command = [*_BROWSER.split(), "--host-resolver-rules=MAP * ~NOTFOUND", page.as_uri()]
        done = subprocess.run(command, capture_output=True, check=True, timeout=60)
    dom = done.stdout.decode("utf-8", "replace")
    return html.unescape(dom.split('<pre id="seen">', 1)[1].split("</pre>", 1)[0])


def _cut_between(seen: str, ours: str) -> str:
    """Cut out the lines from our first one to our last one."""
    lines = [" ".join(line.split()) for line in seen.split("\n")]
    own = [" ".join(line.split()) for line in ours.split("\n") if line.strip()]
    first = next((i for i, line in enumerate(lines) if line and own[0].endswith(line)), 0)
    ends = [i for i, line in enumerate(lines) if line and own[-1].endswith(line)] or [-2]
    last = ends[0] if len(own[-1]) > _MIN_PARAGRAPH else ends[-1]
    return "\n".join(seen.split("\n")[first : last + 1])


if __name__ == "__main__":
    sys.exit(main())
