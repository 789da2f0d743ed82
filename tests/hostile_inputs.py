"""Inputs made to break a reader: each a file's content, at any size."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable
from typing import NamedTuple

__all__ = ["HOSTILE", "Hostile", "encrypted_pdf", "pdf"]

PROSE = (
    "DAYTON, Ohio, May 4, 2026 -- Acme, Inc. today opened its second pump plant. The company "
    "expects to hire 200 people by the end of 2027. “We are proud,” said Ann Lowe. "
)
_PAGE = b"<!DOCTYPE html><html><head><title>Acme</title></head><body>%s</body></html>"
_SUBMISSION = (
    "<SEC-DOCUMENT>0000000001-26-000001.txt : 20260504\n<SEC-HEADER>\n"
    "ACCESSION NUMBER:\t\t0000000001-26-000001\nCENTRAL INDEX KEY:\t\t0000000001\n</SEC-HEADER>\n"
    "<DOCUMENT>\n<TYPE>EX-99.1\n<SEQUENCE>2\n<TEXT>\n{body}\n{end}"
)
_END = "</TEXT>\n</DOCUMENT>\n</SEC-DOCUMENT>\n"


class Hostile(NamedTuple):
    """One kind of input.

    Parameters
    ----------
    make : callable
        Content for a number of repetitions.
    full : int
        How many repetitions are the real thing; tests take fewer.
    error : str or None
        What the message of the error says at full size; None where a document comes out.
    """

    make: Callable[[int], bytes]
    full: int
    error: str | None = None


def _repeat(piece: bytes, before: bytes = b"", after: bytes = b"") -> Callable[[int], bytes]:
    return lambda n: before + piece * n + after


def _html(piece: bytes) -> Callable[[int], bytes]:
    return lambda n: _PAGE % (piece * n)


def _zip(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _laughs(n: int) -> bytes:
    lines = ['<!ENTITY lol0 "lol">']
    lines += [f'<!ENTITY lol{i} "{f"&lol{i - 1};" * 10}">' for i in range(1, n)]
    head = "<?xml version='1.0'?><!DOCTYPE html [" + "".join(lines) + "]>"
    return f"{head}<html><body><p>Sales rose. &lol{n - 1};</p></body></html>".encode()


def _outside(n: int) -> bytes:
    head = "<?xml version='1.0'?><!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
    return (head + "<html><body>" + "<p>Sales rose. &x;</p>" * n + "</body></html>").encode()


def pdf(texts: list[str], *, compress: bool = False, extra: str = "") -> bytes:
    """Write a PDF file: one page for each text, a line of it for each line.

    Parameters
    ----------
    texts : list of str
        ASCII; an empty one gives a page without text.
    compress : bool
        Deflate the pages.
    extra : str
        Added to the trailer.

    Returns
    -------
    bytes
    """
    streams = []
    for text in texts:
        shown = [f"({_escaped(line)}) Tj T*" for line in text.split("\n")] if text else []
        content = "\n".join(["BT /F1 11 Tf 14 TL 60 740 Td", *shown, "ET"]).encode("latin-1")
        streams.append(zlib.compress(content) if compress else content)
    return pdf_of_streams(streams, "/Filter /FlateDecode " if compress else "", extra)


def pdf_of_streams(streams: list[bytes], filters: str = "", extra: str = "") -> bytes:
    """Write a PDF file around the contents of its pages."""
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(streams)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(streams)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for i, stream in enumerate(streams):
        page = (
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents "
            f"{5 + 2 * i} 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(page.encode())
        head = f"<< {filters}/Length {len(stream)} >>\nstream\n".encode()
        objects.append(head + stream + b"\nendstream")
    out = io.BytesIO(b"")
    out.write(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n".encode() + content + b"\nendobj\n")
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.write("".join(f"{place:010d} 00000 n \n" for place in places).encode())
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {extra}>>\n"
    out.write(f"{trailer}startxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def encrypted_pdf() -> bytes:
    """Write a PDF file that asks for a password."""
    key = "00" * 32
    secret = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{key}> /U <{key}> /P -4 >> "
    return pdf(["Sales rose."], extra=secret + f"/ID [<{'00' * 16}> <{'00' * 16}>] ")


def _gzips(n: int) -> bytes:
    data = PROSE.encode()
    for _ in range(n):
        data = gzip.compress(data, mtime=0)
    return data


def _utf16(n: int) -> bytes:
    return ("\ufeff" + PROSE * n).encode("utf-16-le")


_BINARY = bytes(range(256))
#: By name. Those without an error give a document at any size.
HOSTILE: dict[str, Hostile] = {
    "text node": Hostile(_html(b"Sales rose. "), 1_000_000),
    "nested div": Hostile(
        lambda n: _PAGE % (b"<div>" * n + b"Sales rose." + b"</div>" * n), 100_000
    ),
    "nested b": Hostile(_html(b"<b>x"), 100_000),
    "nested tables": Hostile(_html(b"<table><tr><td>x"), 30_000),
    "open links": Hostile(_html(b"<a "), 3_000_000, "must hold at most"),
    "open comments": Hostile(_html(b"<!--"), 100_000),
    "less-than": Hostile(_html(b"<"), 2_000_000, "must hold at most"),
    "ampersands": Hostile(_html(b"&"), 2_000_000),
    "entities": Hostile(_html(b"&amp;"), 1_000_000),
    "attributes": Hostile(
        lambda n: _PAGE % (b"<p " + b"a=1 " * n + b">Sales rose.</p>"), 1_000_000
    ),
    "quotes": Hostile(_html(b"<p title='>Sales rose."), 100_000),
    "open scripts": Hostile(_html(b"<script>x"), 300_000),
    "rows": Hostile(_html(b"<tr><td>1"), 200_000),
    "list items": Hostile(_html(b"<li>x"), 200_000),
    "breaks": Hostile(_html(b"<br>"), 500_000),
    "navigation": Hostile(_html(b"<nav>x</nav><p>Sales rose."), 100_000),
    "billion laughs": Hostile(_laughs, 30),
    "outside entity": Hostile(_outside, 3),
    "wrong charset": Hostile(
        lambda n: b"<html><meta charset=shift_jis><body><p>" + PROSE.encode() * n, 1_000
    ),
    "unknown charset": Hostile(
        lambda n: b"<html><meta charset=x-none><body><p>" + PROSE.encode("cp1252") * n, 1_000
    ),
    "NUL in HTML": Hostile(_html(b"Sales\0 rose. "), 100_000),
    "NULs": Hostile(_repeat(b"\0"), 1_000_000, "NUL or control characters"),
    "some NULs": Hostile(lambda n: PROSE.encode() * n + b"\0", 1_000),
    "surrogates": Hostile(_repeat(b"\xed\xa0\x80x"), 1_000_000),
    "UTF-16": Hostile(_utf16, 10_000),
    "UTF-16 without mark": Hostile(lambda n: _utf16(n)[2:], 1_000, "UTF-16 without"),
    "cp1252": Hostile(lambda n: (PROSE * n).encode("cp1252"), 10_000),
    "truncated UTF-8": Hostile(lambda n: (PROSE * n + "“").encode()[:-1], 10_000),
    "line separators": Hostile(_repeat("a\u2028b\x85c ".encode()), 100_000),
    "empty": Hostile(lambda n: b"", 1),
    "white space": Hostile(_repeat(b" \r\n"), 1_000_000),
    "single line": Hostile(_repeat(b"Sales rose. "), 8_400_000, "must hold at most"),
    "binary": Hostile(_repeat(_BINARY), 1_000, "control characters"),
    "gz bomb": Hostile(lambda n: gzip.compress(b"Sales rose. " * n, mtime=0), 20_000_000, "times"),
    "gz of gz": Hostile(_gzips, 3, "archives inside each other"),
    "cut gz": Hostile(lambda n: gzip.compress(PROSE.encode() * n, mtime=0)[:-20], 1_000, "cut"),
    "damaged gz": Hostile(lambda n: b"\x1f\x8b\x08" + b"\xff" * (n + 20), 1_000, "sound gzip"),
    "zip bomb": Hostile(lambda n: _zip(("a.txt", b"Sales rose. " * n)), 20_000_000, "times"),
    "zip with ../": Hostile(lambda n: _zip(("../../evil.txt", PROSE.encode() * n)), 10),
    "zip with absolute name": Hostile(lambda n: _zip(("/etc/evil", PROSE.encode() * n)), 10),
    "zip of many": Hostile(lambda n: _zip(*[(f"{i}", b"x") for i in range(n)]), 100_000, "files"),
    "empty zip": Hostile(lambda n: _zip(), 1, "empty archive"),
    "cut zip": Hostile(lambda n: _zip(("a", PROSE.encode() * n))[:-30], 1_000, "sound ZIP"),
    "cut submission": Hostile(
        lambda n: _SUBMISSION.format(body=PROSE * n, end="").encode(), 1_000, "cut file"
    ),
    "cut PEM": Hostile(
        lambda n: (
            "-----BEGIN PRIVACY-ENHANCED MESSAGE-----\nProc-Type: 2001\n\n"
            + _SUBMISSION.format(body=PROSE * n, end=_END)
        ).encode(),
        1_000,
        "END PRIVACY-ENHANCED",
    ),
    "PEM certificate": Hostile(_repeat(b"MIIB", b"-----BEGIN CERTIFICATE-----\n", b"\n"), 1_000),
    "submission of tags": Hostile(
        lambda n: _SUBMISSION.format(body="<X>" * n, end=_END).encode(), 1_000_000
    ),
    "uuencoded exhibit": Hostile(
        lambda n: _SUBMISSION.format(body="begin 644 a.pdf\n" + "M" * n, end=_END).encode(),
        1_000,
        "uuencoded",
    ),
    "submission of documents": Hostile(
        lambda n: _SUBMISSION.format(body="<DOCUMENT>\n" * n, end=_END).encode(), 100_000
    ),
    "encrypted PDF": Hostile(lambda n: encrypted_pdf(), 1, "encrypted"),
    "PDF without text": Hostile(lambda n: pdf([""] * n), 20, "pictures only"),
    "cut PDF": Hostile(lambda n: pdf(["Sales rose."] * n)[:200], 1, "sound PDF"),
    "PDF of many pages": Hostile(lambda n: pdf(["x"] * n), 5_000, "pages"),
    "PDF bomb": Hostile(
        lambda n: pdf_of_streams([zlib.compress(b" " * n)], "/Filter /FlateDecode "),
        1_000_000_000,
        "when unpacked",
    ),
    "XML": Hostile(lambda n: b"<?xml version='1.0'?><a>" + b"<b/>" * n + b"</a>", 1_000, "XML"),
    "Office document": Hostile(
        lambda n: _zip(("[Content_Types].xml", b"x" * n), ("word/document.xml", b"x")), 9, "Office"
    ),
    "RTF": Hostile(_repeat(b"x", b"{\\rtf1 "), 100, "RTF"),
}
