"""Compare what the readers give with what others see in the same files.

``python -m tools.formats FILE ... [--plain FOLDER ...]`` prints a line a release. Words (runs of
letters and digits, as a multiset) are compared with an independent view of the file: a headless
browser for HTML, ``pdftotext`` for PDF, the lines between the tags for text in a submission. What
the browser, which has no style sheets here, shows before the first line of the release and behind
its last one is set aside as the furniture of the site, a second copy for other screens included;
repeated headers of a PDF file are set aside as its metadata names them. Sentences are those that
``fls.segment`` finds in the plain text of the same release (``NAME.txt`` in one of the folders; its
words are what must be found in HTML), or where there is none in that independent view; they are the
same after white space is normalised. What stands as a row of a table in our text is no sentence,
whatever a view without cells makes of it.
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

_PARAGRAPH = 200
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
            missed += _line(document, path, options.plain, options.show)
    return int(missed > 0)


def _line(document: fls.Document, path: Path, folders: list[Path], show: bool) -> bool:
    """Print the figures of one release; tell whether one misses its aim."""
    ours = document.text
    theirs = _view(document, path)
    dropped = " ".join(map(str, _furniture(document)))
    plain = _plain(path, folders)
    seen = theirs if plain is None or document.metadata.get("format") != "html" else plain
    lost = _words(seen) - _words(ours) - _repeated(dropped, theirs)
    invented = _words(ours) - _words(theirs)
    total = _words(seen).total()
    found = 1 - lost.total() / max(1, total)
    same, wanted, gone = _same(ours, _sentences_of(document, path, theirs, plain))
    name = (document.source or "").rsplit("/", 1)[-1]
    beside = "plain text" if plain is not None else "the same view"
    figures = f"{total:6}  {found:6.2%}  {invented.total():8}  {wanted:9}  {same:6.1%}"
    print(f"{name:25} {figures}  {beside}")
    if show:
        print("   lost", dict(lost.most_common(12)), " invented", dict(invented.most_common(12)))
        print(*(f"   not the same: {sentence}" for sentence in gone), sep="\n")
    return found < 0.995 or (plain is not None and same < 0.98)


def _sentences_of(document: fls.Document, path: Path, theirs: str, plain: str | None) -> str:
    """The text whose sentences ours are compared with."""
    if plain is not None:
        return plain
    if document.metadata.get("format") == "pdf":  # with its layout it tears fewer paragraphs
        done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)
        return done.stdout.decode()
    return theirs


def _furniture(document: fls.Document) -> tuple[str, ...]:
    found = document.metadata.get("furniture", ())
    return found if isinstance(found, tuple) else ()


def _repeated(dropped: str, seen: str) -> Counter[str]:
    """Words of furniture, as often as they are seen."""
    known = set(_WORD.findall(dropped))
    return Counter({word: n for word, n in _words(seen).items() if word in known})


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text))


def _same(ours: str, reference: str) -> tuple[float, int, list[str]]:
    """Share of the sentences of the reference that we have, too."""
    mine = Counter(_sentences(ours))
    rows = {" ".join(line.split()) for line in ours.split("\n") if "\t" in line}
    theirs = [sentence for sentence in _sentences(reference) if sentence not in rows]
    if not theirs:
        return float("nan"), 0, []
    gone = []
    for sentence in theirs:
        if mine[sentence]:
            mine[sentence] -= 1
        else:
            gone.append(sentence)
    return 1 - len(gone) / len(theirs), len(theirs), gone


def _sentences(text: str) -> list[str]:
    frame = fls.segment(text)
    kept = frame[frame["kind"].isin(["headline", "sentence", "item"])]
    return [re.sub(r"^[•●▪*·–-]\s*", "", " ".join(t.split())) for t in kept["text"]]


def _plain(path: Path, folders: list[Path]) -> str | None:
    number = re.search(r"r\d{3}", path.stem)
    for folder in folders:
        for place in folder.glob(f"*{number.group()}.txt" if number else path.stem):
            return place.read_text(encoding="utf-8")
    return None


# Independent views


def _view(document: fls.Document, path: Path) -> str:
    if document.metadata.get("format") == "pdf":
        done = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True)
        return done.stdout.decode()
    if document.metadata.get("format") == "html":
        return _between(_browsed(path.read_text("utf-8", "replace")), document.text)
    return _exhibit(path.read_text("utf-8", "replace"), str(document.metadata.get("exhibit")))


def _exhibit(submission: str, kind: str) -> str:
    """The text of an exhibit by its lines, tags and what PEM added taken out."""
    inside = submission.split(f"<TYPE>{kind}\n", 1)[1].split("<TEXT>", 1)[1].split("</TEXT>", 1)[0]
    if "<html" in inside[:2000].lower():
        return _browsed(inside)
    return re.sub(r"(?m)^- (?=-)|<[A-Z/]+>", "", inside)


def _browsed(markup: str) -> str:
    """What a browser shows of a page, its scripts taken out, without a network."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(_SCRIPT.sub("", markup) + _SHOW, encoding="utf-8")
        command = [*_BROWSER.split(), "--host-resolver-rules=MAP * ~NOTFOUND", page.as_uri()]
        done = subprocess.run(command, capture_output=True, check=True, timeout=60)
    dom = done.stdout.decode("utf-8", "replace")
    return html.unescape(dom.split('<pre id="seen">', 1)[1].split("</pre>", 1)[0])


def _between(seen: str, ours: str) -> str:
    """The lines from our first one to our last one."""
    lines = [" ".join(line.split()) for line in seen.split("\n")]
    own = [" ".join(line.split()) for line in ours.split("\n") if line.strip()]
    first = next((i for i, line in enumerate(lines) if line and own[0].endswith(line)), 0)
    ends = [i for i, line in enumerate(lines) if line and own[-1].endswith(line)] or [-2]
    last = ends[0] if len(own[-1]) > _PARAGRAPH else ends[-1]
    return "\n".join(seen.split("\n")[first : last + 1])


if __name__ == "__main__":
    sys.exit(main())
