"""Commands that train and measure models."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import fls
from fls import corpus
from fls.card import summary
from fls.errors import InputError
from fls.printing import CsvWriter, JsonLinesWriter, Progress

from ._arguments import find_evaluate_fault
from ._streams import MAX_NAMED, load_chosen, print_json, say

if TYPE_CHECKING:
    from fls.evaluation import SentenceEvaluation

__all__ = ["evaluate", "train"]


def train(args: argparse.Namespace) -> int:
    """Fit a model on annotated releases and write it into a folder."""
    target = Path(args.output)
    if target.exists() and not target.is_dir():
        raise InputError(args.output, "must be a folder or new", "a file", "choose another name")
    parent = next(path for path in (target, *target.absolute().parents) if path.exists())
    if not (parent.is_dir() and os.access(parent, os.W_OK)):
        raise InputError(args.output, "must be writable", "no permission", "choose another place")
    if args.seed < 0:
        raise InputError("--seed", "must be 0 or more", str(args.seed), "choose another number")
    if args.compare is not None and args.test is None:
        args.refuse("argument --compare: comes with --test")
    if args.test is not None:
        other = load_chosen(args.compare or args.start)
        corpus.check_apart(corpus.read_parts(args.folder), corpus.read(args.test), args.test)
    progress = None if args.quiet else Progress(sys.stderr)
    start = args.start if args.start is None else fls.load_model(args.start)
    model = fls.train(args.folder, start=start, seed=args.seed, jobs=args.jobs, progress=progress)
    model.save(args.output)
    if not args.quiet:
        print(*summary(model.info), "", f"wrote {args.output}", sep="\n")
    if args.test is not None:
        models = {args.compare or args.start or "default": other, args.output: model}
        print("", fls.compare_models(models, args.test, seed=args.seed), sep="\n")
    return 0


def evaluate(args: argparse.Namespace) -> int:
    """Measure a model on annotated releases, or on labelled sentences, beside the keyword rule."""
    fault = find_evaluate_fault(args)
    if fault:
        args.refuse(fault)
    model = load_chosen(args.model)
    evaluation = (
        _evaluate_sentences(model, args)
        if args.folder is None
        else fls.evaluate(model, args.folder)
    )
    if args.format == "table":
        print(evaluation.to_text())
    elif args.format == "json":
        print_json(evaluation.to_dict())
    else:
        writer = (CsvWriter if args.format == "csv" else JsonLinesWriter)(sys.stdout)
        for record in evaluation.records():
            writer.write(record)
    return 0


def _evaluate_sentences(model: fls.Model, args: argparse.Namespace) -> SentenceEvaluation:
    """Measure a model on a table, and name the rows that were left out."""
    evaluation = fls.evaluate_sentences(
        model,
        args.sentences,
        text=args.text,
        label=args.label,
        positive=args.positive,
        positive_value=args.positive_value,
        mapping=dict(args.map or ()),
    )
    left_out = evaluation.left_out
    for row in left_out[:MAX_NAMED]:
        say(f"warning: {row}")
    if left_out[MAX_NAMED:]:
        say(f"warning: {len(left_out) - MAX_NAMED} more left out; --format json has all")
    return evaluation
