"""Bounds of all readers, which refuse inputs that exceed them."""

from __future__ import annotations

from dataclasses import dataclass, fields

from fls.checks import check_whole
from fls.errors import ReadError

__all__ = ["DEFAULT_LIMITS", "Limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on what one input may hold; what exceeds them is refused with a :class:`ReadError`.

    The defaults let every ordinary filing pass (a release has some ten thousand characters) and
    keep a reader's memory below about one gigabyte whatever it is given.

    Parameters
    ----------
    max_bytes : int
        Size of a file, and of all that one input unpacks to.
    max_characters : int
        Characters of one document, mark-up included.
    max_tags : int
        Tags of one HTML page; each takes more memory than its length suggests.
    max_ratio : int
        Maximum ratio of unpacked to packed size of an archive, beyond its first megabyte.
    max_members : int
        Files in one ZIP archive.
    max_archives : int
        Archives inside each other; 2 allows ``.gz`` files in a ``.zip``.
    max_pages : int
        Pages of a PDF file.

    Raises
    ------
    InputError
        If one of them is no whole number of 1 or more.

    Examples
    --------
    >>> import fls
    >>> fls.read(b"Sales rose.", limits=fls.Limits(max_bytes=5))
    Traceback (most recent call last):
    ...
    fls.errors.ReadError: data: must hold at most 5 bytes, got 11; leave it out or ...
    """

    max_bytes: int = 128_000_000
    max_characters: int = 16_000_000
    max_tags: int = 1_000_000
    max_ratio: int = 200
    max_members: int = 10_000
    max_archives: int = 2
    max_pages: int = 2_000

    def __post_init__(self) -> None:
        for field in fields(self):
            check_whole(f"Limits.{field.name}", getattr(self, field.name), least=1)

    def check(self, name: str, value: int, where: str, what: str) -> None:
        """Refuse what exceeds one of the bounds.

        Parameters
        ----------
        name : str
            Name of the bound.
        value : int
            The count, or one more than the bound if counting stopped there.
        where : str
            Name of the input, for the message.
        what : str
            What is counted, in the plural.

        Raises
        ------
        ReadError
            If the value exceeds the bound.
        """
        bound: int = getattr(self, name)
        if value > bound:
            found = "more" if value == bound + 1 else f"{value:,}"
            raise ReadError(where, f"must hold at most {bound:,} {what}", found, self.repair(name))

    @staticmethod
    def repair(name: str) -> str:
        """Return advice for an input that exceeds one of the bounds.

        Parameters
        ----------
        name : str
            Name of the bound.

        Returns
        -------
        str
        """
        return f"leave it out or split it; in Python a higher Limits.{name} lets it in"


#: Bounds that hold by default.
DEFAULT_LIMITS = Limits()
