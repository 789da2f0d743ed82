"""Archives: .gz and .zip unpacked in memory, within limits."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from zipfile import BadZipFile, ZipFile, ZipInfo

from fls.errors import ReadError
from fls.readers.limits import Limits

__all__ = ["GZIP", "ZIP", "Budget", "gunzip", "unzip"]

#: First bytes of the archives that are opened.
GZIP = b"\x1f\x8b"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")

_CHUNK = 1 << 18
#: Bytes that may come out at any ratio, because short files of repeated text shrink a lot.
_FREE_BYTES = 1 << 20
_OFFICE_MEMBERS = ("[Content_Types].xml", "mimetype")
_DAMAGED_REPAIR = "fetch the file again"
#: Files that operating systems add to archives.
_LITTER = ("__MACOSX/", "Thumbs.db", "desktop.ini")


class Budget:
    """Bytes that one input may still unpack to, with archives inside archives.

    Parameters
    ----------
    limits : Limits
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._spent = 0

    def spend(self, size: int, where: str) -> None:
        """Count bytes that came out of an archive, and refuse too many."""
        self._spent += size
        bound = self.limits.max_bytes
        self.limits.check("max_bytes", min(self._spent, bound + 1), where, "bytes when unpacked")

    def check_ratio(self, packed: int, unpacked: int, where: str) -> None:
        """Refuse an archive that unpacks to far more than its size."""
        bound = self.limits.max_ratio
        if unpacked > _FREE_BYTES and unpacked > bound * packed:
            raise ReadError(
                where,
                f"must unpack to at most {bound} times its size",
                "more (a decompression bomb?)",
                self.limits.repair("max_ratio"),
            )


def gunzip(data: bytes, where: str, budget: Budget) -> bytes:
    """Return the content of gzip data, of one member or several.

    Parameters
    ----------
    data : bytes
        Begins with :data:`GZIP`.
    where : str
        Name for messages.
    budget : Budget

    Returns
    -------
    bytes

    Raises
    ------
    ReadError
        If the data are cut off, damaged, or exceed the limits.
    """
    parts: list[bytes] = []
    view, total = memoryview(data), 0
    while view[:2] == GZIP:
        member = zlib.decompressobj(wbits=31)
        tail: memoryview | bytes = view
        while not member.eof:
            try:
                part = member.decompress(tail[:_CHUNK], _CHUNK)
            except zlib.error as error:
                raise ReadError(
                    where, "must be sound gzip data", str(error), _DAMAGED_REPAIR
                ) from error
            rest = member.unconsumed_tail
            used = min(len(tail), _CHUNK) - len(rest) - len(member.unused_data)
            if not part and not used:
                raise ReadError(where, "must be whole gzip data", "a cut file", _DAMAGED_REPAIR)
            tail = tail[used:]
            total += len(part)
            parts.append(part)
            budget.spend(len(part), where)
            budget.check_ratio(len(data) - len(tail), total, where)
        view = memoryview(tail)
    return b"".join(parts)


def unzip(data: bytes, where: str, budget: Budget) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a ZIP archive; nothing is written, so names can do no harm.

    Parameters
    ----------
    data : bytes
        Begins with one of :data:`ZIP`.
    where : str
        Name for messages.
    budget : Budget

    Yields
    ------
    (str, bytes)
        Name and content of each file, in the order of the archive; folders, and files added by
        operating systems, are left out.

    Raises
    ------
    ReadError
        If the archive is damaged, encrypted, an Office document, or exceeds the limits.
    """
    # Each entry of the directory begins like this: they are counted before they become objects.
    entries = data.count(b"PK\x01\x02")
    budget.limits.check("max_members", entries, where, "files")
    try:
        archive = ZipFile(io.BytesIO(data))
        members = [member for member in archive.infolist() if _is_file(member)]
    except (BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise ReadError(
            where, "must be a sound ZIP archive", str(error), _DAMAGED_REPAIR
        ) from error
    if any(member.filename in _OFFICE_MEMBERS for member in members):
        repair = "save it as PDF, HTML or plain text"
        raise ReadError(where, "must hold releases", "an Office document or e-book", repair)
    for member in members:
        yield member.filename, _read_member(archive, member, f"{where}!{member.filename}", budget)


def _is_file(member: ZipInfo) -> bool:
    name = member.filename
    last = name.rsplit("/", 1)[-1]
    return not (member.is_dir() or name.startswith(_LITTER) or last.startswith(("._", ".DS_")))


def _read_member(archive: ZipFile, member: ZipInfo, where: str, budget: Budget) -> bytes:
    """Read one file of an archive."""
    if member.flag_bits & 1:
        raise ReadError(where, "must be readable", "an encrypted file", "unpack it yourself")
    parts: list[bytes] = []
    total = 0
    try:
        with archive.open(member) as file:
            while part := file.read(_CHUNK):
                total += len(part)
                parts.append(part)
                budget.spend(len(part), where)
                budget.check_ratio(member.compress_size, total, where)
    except ReadError:
        raise
    except (BadZipFile, ValueError, OSError, EOFError, NotImplementedError, zlib.error) as error:
        found = str(error) or "a cut file"
        raise ReadError(where, "must be sound ZIP data", found, _DAMAGED_REPAIR) from error
    return b"".join(parts)
