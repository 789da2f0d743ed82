"""Commands about annotated releases: check and join them, have units labelled."""

from __future__ import annotations

import argparse
from pathlib import Path

from fls import corpus
from fls.document import Document
from fls.errors import CorpusError, InputError, ReadError
from fls.readers import read_all
from fls.summary import counted

from ._streams import FAILED, checked, load_chosen, read_documents, say

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
    for name, digest in missing:
        say(f"{name}: no text with SHA-256 {digest}")
    places = ", ".join(args.texts)
    if not releases:
        raise ReadError(places, "hold a text of the labels", "none", "check the paths")
    corpus.write(args.output, releases)
    print(f"wrote {counted(len(releases), 'releases')} to {args.output}, {len(missing):,} missing")
    if missing:
        repair = (
            f"name what holds the others, too: the manifest of {args.folder} says where they are "
            "from; a text counts only byte for byte, in UTF-8"
        )
        expected = f"hold all {len(releases) + len(missing)} texts of the labels"
        say(ReadError(places, expected, f"{len(releases)} of them", repair))
    return FAILED if missing else 0


def label_export(args: argparse.Namespace) -> int:
    """Write the units whose labels would help a model most, for a labelling tool."""
    from fls import labelling

    if not args.files and args.corpus is None:
        args.refuse("give FILE, --corpus FOLDER, or both")
    places = {Path(name).resolve() for name in args.files}
    if Path(args.output).resolve() in places:
        raise InputError(args.output, "must be a new file", "an input", "choose another name")
    known = [] if args.corpus is None else corpus.read(args.corpus)
    drafts = [labelling.Draft(release, "") for release in known]
    texts = {release.text for release in known}
    documents: list[Document] = []
    for name in args.files:
        documents += [checked(one, name) for one in read_documents(name, args.exhibit)]
    drafts += [one for one in labelling.drafts(documents) if one.release.text not in texts]
    model = load_chosen(args.model)
    tasks = labelling.choose(drafts, args.uncertain, model=model)
    labelling.write_tasks(args.output, tasks, args.to)
    releases = len({task.unit_id.partition(":")[0] for task in tasks})
    what = f"{counted(len(tasks), 'units')} of {counted(releases, 'releases')}"
    print(f"wrote {what} to {args.output}")
    return 0


def label_import(args: argparse.Namespace) -> int:
    """Check labels that come back from a tool, and add them to annotated releases."""
    from fls import labelling

    answers = labelling.read_answers(args.labels)
    known = corpus.read(args.output) if (Path(args.output) / "raw").is_dir() else []
    names = args.texts or sorted({one.source for one in answers if one.label and one.source})
    documents: list[Document] = []
    for name in names:
        # A member of an archive or a submission is noted behind the name of its file.
        whole = args.texts or Path(name).is_file()
        path = name if whole else name.partition("!")[0].partition("#")[0]
        documents += read_all(Path(path), exhibit=args.exhibit)
    fresh = [draft.release for draft in labelling.drafts(documents)]
    releases = labelling.take(answers, [*known, *fresh])
    if not releases:
        raise CorpusError(args.labels, "must hold a label", "none", "label some units first")
    corpus.update(args.output, releases)
    given = sum(one.label not in ("", "?") for one in answers)
    what = f"{counted(given, 'labels')} in {counted(len(releases), 'releases')}"
    print(f"added {what} to {args.output}")
    return 0


def label_interface(args: argparse.Namespace) -> int:
    """Print the labelling interface that Label Studio asks for in the settings of a project."""
    from fls import labelling

    print(labelling.LABEL_STUDIO, end="")
    return 0
