"""Commands about annotated releases: check and join them, export and import labels."""

from __future__ import annotations

import argparse
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from fls import corpus
from fls.document import Document
from fls.errors import CorpusError, ReadError
from fls.readers import read_all

from ._streams import (
    FAILED,
    UNREADABLE,
    check_document,
    load_chosen,
    open_output,
    process_each_file,
    say,
)
from ._summary import write_count

if TYPE_CHECKING:
    from fls.labelling import Draft, Task

__all__ = ["check", "join", "label_export", "label_import", "label_interface"]

_INVALID = 4


def check(args: argparse.Namespace) -> int:
    """List every fault of a folder of annotated releases."""
    faults = corpus.validate(args.folder)
    for fault in faults:
        print(fault)
    if faults:
        return _INVALID
    releases = corpus.read(args.folder)
    units = [unit for release in releases for unit in release.units]
    labelled = sum(unit.label is not None for unit in units)
    print(f"{len(releases)} releases, {len(units)} units, {labelled} labelled, no fault")
    return 0


def join(args: argparse.Namespace) -> int:
    """Join labels that come without texts with the texts, and write annotated releases."""
    releases, missing = corpus.join(args.folder, corpus.texts_of(args.texts))
    places = ", ".join(args.texts)
    if not releases:
        raise ReadError(places, "hold a text of the labels", "none", "check the paths")
    for name, digest in missing:
        say(f"{name}: no text with SHA-256 {digest}")
    corpus.write(args.output, releases)
    print(
        f"wrote {write_count(len(releases), 'releases')} to {args.output}, {len(missing):,} missing"
    )
    if missing:
        repair = (
            f"name what holds the others, too: the manifest of {args.folder} says where they are "
            "from; a text counts only byte for byte, in UTF-8"
        )
        expected = f"hold all {len(releases) + len(missing)} texts of the labels"
        say(ReadError(places, expected, f"{len(releases)} of them", repair))
    return FAILED if missing else 0


def label_export(args: argparse.Namespace) -> int:
    """Write units for a labelling tool: those whose labels help most, some at random, or all."""
    from fls import labelling
    from fls.batch import files_to_score

    if not args.files and args.corpus is None:
        args.refuse("give FILE, --corpus FOLDER, or both")
    if args.excel_safe and args.to != "csv":
        args.refuse("argument --excel-safe: is for --to csv")
    if args.files:
        items = files_to_score(args.files, [Path(args.output)], None)
        args.files = [item.id for item in items]
    if not Path(args.output).is_fifo():
        with open_output(args):  # refuses before the work a file that cannot be written
            pass
    annotated = [] if args.corpus is None else corpus.read(args.corpus)
    drafts = [labelling.Draft(release, "") for release in annotated]
    texts = {release.text for release in annotated}
    ids: list[str] = []
    documents: list[Document] = []
    code = _read_all(args, ids, documents) if args.files else 0
    if code == UNREADABLE and not annotated:
        return code
    drafts += [
        draft for draft in labelling.drafts(documents, ids) if draft.release.text not in texts
    ]
    tasks = _choose_tasks(args, drafts)
    labelling.write_tasks(args.output, tasks, args.to, excel_safe=args.excel_safe)
    n_releases = len({task.unit_id.partition(":")[0] for task in tasks})
    what = f"{write_count(len(tasks), 'units')} of {write_count(n_releases, 'releases')}"
    print(f"wrote {what} to {args.output}")
    n_doubled = len(documents) - len({document.text for document in documents})
    n_copied = 0 if args.random else labelling.count_copies(drafts, tasks)
    copies = [write_count(n_copied, "units")] * (n_copied > 0)
    copies += [write_count(n_doubled, "releases")] * (n_doubled > 0)
    if copies:
        print(f"left out as copies: {', '.join(copies)}")
    return FAILED if code else 0


def _read_all(args: argparse.Namespace, ids: list[str], documents: list[Document]) -> int:
    """Read what to label, under the same names as in tables of many releases."""
    from fls.batch import names_of

    def keep(name: str, read: list[Document]) -> None:
        for id, document in zip(names_of(name, read), read, strict=True):
            documents.append(check_document(document, name))
            ids.append(id)

    return process_each_file(args, keep)


def _choose_tasks(args: argparse.Namespace, drafts: Sequence[Draft]) -> list[Task]:
    """Choose the units to label as the arguments ask."""
    from fls import labelling

    model = load_chosen(args.model)
    if args.random or args.all:
        return labelling.draw(drafts, args.random, seed=args.seed, model=model)
    return labelling.choose(drafts, args.uncertain, model=model)


def label_import(args: argparse.Namespace) -> int:
    """Check labels that come back from a tool, and add them to annotated releases."""
    from fls import labelling
    from fls.codes import is_open

    answers = [
        answer for answer in labelling.read_answers(args.labels) if not is_open(answer.label)
    ]
    annotated = corpus.read(args.output) if (Path(args.output) / "raw").is_dir() else []
    sources = {answer.source for answer in answers if answer.source}
    fresh = [draft.release for draft in labelling.drafts(_read_exported(args, sources))]
    releases = labelling.take(answers, [*annotated, *fresh])
    if not releases:
        raise CorpusError(args.labels, "must hold a label", "none", "label some units first")
    corpus.update(args.output, releases)
    before = {release.text: _count_labels(release) for release in annotated}
    added = [_count_labels(release) - before.get(release.text, 0) for release in releases]
    what = (
        f"{write_count(sum(added), 'labels')} in {write_count(sum(map(bool, added)), 'releases')}"
    )
    n_old = len(answers) - sum(added)
    old = f", {n_old:,} there already" * (n_old > 0)
    print(f"added {what} to {args.output}{old}")
    return 0


def _count_labels(release: corpus.AnnotatedRelease) -> int:
    """Count the labels of a release."""
    return sum(unit.label is not None for unit in release.units)


def _read_exported(args: argparse.Namespace, sources: Collection[str]) -> list[Document]:
    """Read again the releases that the labels belong to."""
    from fls.batch import files_to_score

    if args.texts:
        paths = [item.id for item in files_to_score(args.texts, [], None)]
        return [release for path in paths for release in read_all(Path(path), exhibit=args.exhibit)]
    documents: list[Document] = []
    for source in sorted(sources):
        # A member of an archive or submission follows the name of the file.
        whole = Path(source).is_file()
        path = Path(source if whole else source.partition("!")[0].partition("#")[0])
        if not path.exists():
            expected = "must be there, as it was when it was exported"
            repair = "give the releases with --texts, or import from the folder of the export"
            raise ReadError(str(path), expected, "nothing at this path", repair)
        documents += read_all(path, exhibit=args.exhibit)
    return documents


def label_interface(args: argparse.Namespace) -> int:
    """Print the labelling interface that Label Studio asks for in the settings of a project."""
    from fls import labelling

    print(labelling.LABEL_STUDIO, end="")
    return 0
