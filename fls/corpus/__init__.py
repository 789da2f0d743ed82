"""Annotated releases: read, check, write, digest, split by issuer, and measure agreement.

A corpus is a folder::

    folder/raw/NAME.txt      the release, UTF-8; every offset is a code point of this text
    folder/units/NAME.units  its units in reading order, one a line: kind TAB label TAB text
    folder/manifest.csv      optional; column ``id``, and ``issuer`` (or ``company``)

Raw text and units agree in every character that is not white space. Kinds are coded
``h s i g t c o``, labels ``F P L+ L- B``, with a second label after a comma (``L+,P``), and
``?`` for a unit that is not labelled yet: it is context for the others, and used neither for
training nor for testing.
"""

from __future__ import annotations

from fls.corpus._agreement import krippendorff_alpha
from fls.corpus._files import decode_marks, digest, encode_marks, read, validate, write
from fls.corpus._folds import check_apart, issuer_keys, repeated_units, split
from fls.corpus._parts import read_parts
from fls.corpus._records import AnnotatedRelease, GoldUnit
from fls.corpus._standoff import (
    join,
    labels_digest,
    read_standoff,
    standoff_digest,
    texts_of,
    write_standoff,
)
from fls.corpus._update import update

__all__ = [
    "AnnotatedRelease",
    "GoldUnit",
    "check_apart",
    "decode_marks",
    "digest",
    "encode_marks",
    "issuer_keys",
    "join",
    "krippendorff_alpha",
    "labels_digest",
    "read",
    "read_parts",
    "read_standoff",
    "repeated_units",
    "split",
    "standoff_digest",
    "texts_of",
    "update",
    "validate",
    "write",
    "write_standoff",
]
