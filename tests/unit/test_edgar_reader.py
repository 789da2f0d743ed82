from __future__ import annotations

from pathlib import Path

import pytest

from fls.errors import ReadError
from fls.readers import read, read_all
from fls.readers.edgar import read_submission
from fls.readers.page_breaks import BREAK, join_over_pages

FORMATS = Path(__file__).resolve().parents[1] / "data" / "formats"


def submission(*parts: str, header: str = "", end: str = "</SEC-DOCUMENT>\n") -> bytes:
    return (
        f"<SEC-DOCUMENT>x.txt\n<SEC-HEADER>\n{header}</SEC-HEADER>\n{''.join(parts)}{end}".encode()
    )


def part(kind: str, text: str, *more: str, sequence: int = 2) -> str:
    lines = "".join(f"{line}\n" for line in more)
    head = f"<DOCUMENT>\n<TYPE>{kind}\n<SEQUENCE>{sequence}\n{lines}"
    return f"{head}<TEXT>\n{text}\n</TEXT>\n</DOCUMENT>\n"


def test_the_header_becomes_metadata() -> None:
    document = read_all(FORMATS / "edgar-2024.txt")[0]
    assert document.source == f"{FORMATS / 'edgar-2024.txt'}#EX-99.1"
    assert document.metadata == {
        "format": "edgar",
        "accession_number": "0000012345-24-000101",
        "form": "8-K",
        "period": "2026-07-14",
        "filing_date": "2026-07-14",
        "company": "ORRIN PUMP INC",
        "cik": "0000012345",
        "sic": "3561",
        "items": (
            "Results of Operations and Financial Condition",
            "Financial Statements and Exhibits",
        ),
        "exhibit": "EX-99.1",
        "sequence": "2",
        "filename": "ex991.htm",
        "description": "EXHIBIT",
    }


def test_only_known_fields_of_a_document_become_metadata() -> None:
    (document,) = read_all(submission(part("EX-99", "Sales rose.", "<FILENAME>a.txt", "<PAGES>3")))
    assert document.metadata["filename"] == "a.txt"
    assert "pages" not in document.metadata


def test_the_other_form_of_header() -> None:
    header = (
        "<SUBMISSION>\n<ACCESSION-NUMBER>0000012345-24-000101\n<TYPE>8-K\n<ITEMS>2.02\n"
        "<ITEMS>9.01\n<FILING-DATE>20260714\n<FILER>\n<COMPANY-DATA>\n"
        "<CONFORMED-NAME>ORRIN &amp; SONS\n<CIK>12345\n<NEVER-SEEN>x\n</COMPANY-DATA>\n</FILER>\n"
        "<FILER>\n<CIK>0000067890\n</FILER>\n"
    )
    data = (header + part("EX-99.1", "Sales rose.") + "</SUBMISSION>\n").encode()
    (document,) = read_all(data)
    assert document.metadata["cik"] == "0000012345"
    assert document.metadata["ciks"] == ("0000012345", "0000067890")
    assert document.metadata["items"] == ("2.02", "9.01")
    assert document.metadata["company"] == "ORRIN & SONS"
    assert document.metadata["form"] == "8-K"


@pytest.mark.parametrize(
    ("exhibit", "types"),
    [
        ("EX-99", ["EX-99", "EX-99.1", "EX-99.10", "EX-99.(A)"]),
        ("ex-99*", ["EX-99", "EX-99.1", "EX-99.10", "EX-99.(A)"]),
        ("EX-99.1", ["EX-99.1"]),
        ("8-K", ["8-K"]),
        ("EX-10", ["EX-10"]),
    ],
)
def test_exhibits_are_chosen_by_type(exhibit: str, types: list[str]) -> None:
    kinds = ("8-K", "EX-10", "EX-99", "EX-99.1", "EX-99.10", "EX-991", "EX-99.(A)")
    data = submission(*[part(kind, f"Text of {kind}.") for kind in kinds])
    found = read_submission(data, exhibit=exhibit)
    assert [document.metadata["exhibit"] for document in found] == types
    assert [document.text.strip() for document in found] == [f"Text of {kind}." for kind in types]


def test_two_exhibits_of_one_type_have_two_names() -> None:
    parts = (part("EX-99.1", "A."), part("EX-99.1", "B.", sequence=3))
    found = read_submission(submission(*parts), "x.txt")
    assert [document.source for document in found] == ["x.txt#EX-99.1", "x.txt#EX-99.1:3"]


def test_a_missing_exhibit_is_named_with_those_there() -> None:
    data = submission(part("8-K", "A."), part("EX-10", "B."))
    with pytest.raises(ReadError, match=r"type EX-99, got 8-K, EX-10; .*--exhibit"):
        read_submission(data)


@pytest.mark.parametrize("name", ["edgar-1996.txt", "edgar-2005.txt", "edgar-2024.txt"])
def test_a_cut_file_says_so_wherever_it_is_cut(name: str) -> None:
    data = (FORMATS / name).read_bytes()
    for size in range(2000, len(data) - 40, 97):
        with pytest.raises(ReadError, match="a cut file"):
            read_all(data[:size])


def test_a_cut_exhibit_without_its_submission_says_so() -> None:
    with pytest.raises(ReadError, match="its last document has no end"):
        read_all(b"<DOCUMENT>\n<TYPE>EX-99.1\n<TEXT>\nSales rose.\n")


def test_documents_that_the_header_counts_are_missed() -> None:
    data = submission(part("EX-99", "A."), header="PUBLIC DOCUMENT COUNT:\t\t3\n")
    (document,) = read_submission(data)
    assert document.warnings == ("1 documents where the header counts 3",)


def test_tags_of_old_text_are_taken_out_and_unknown_ones_too() -> None:
    table = "<PAGE>\n\n<TABLE>\n<S>     <C>\nCash    1\n</TABLE>\n<NEW-TAG>\n"
    text = table + "A <B> c &amp; d, x < y.<FN>"
    (document,) = read_submission(submission(part("EX-99", text)))
    assert document.text.split() == "Cash 1 A <B> c & d, x < y.".split()


def test_a_number_of_a_page_does_not_tear_a_sentence() -> None:
    text = "Acme sold its plant and\n\n     - 2 -\n<PAGE>\n\nits mill in May.\n\nNext."
    (document,) = read_submission(submission(part("EX-99", text)))
    assert "plant and\nits mill in May.\n\n     - 2 -\n\nNext." in document.text


@pytest.mark.parametrize(
    "foot",
    [
        "<P ALIGN='center'>2 </P><HR SIZE='3'>",
        "<HR>",
        "<div>- 2 -</div><hr style='page-break-after: always'/>",
        "<div style='break-after:page'>2</div>",
        "<p>2</p>",
    ],
)
@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("Acme expects sales of between $4 million and", "$5 million in 2027."),
        ("Acme sold its plant", "in Dayton in May."),
        ("• Acme sold its plant in Dayton, which has forty workers and pumps,", "Ohio, in May."),
    ],
)
def test_a_page_of_an_exhibit_does_not_tear_a_sentence(foot: str, above: str, below: str) -> None:
    page = f"<HTML><BODY><P>{above} </P>{foot}<P>{below}</P><P>Next.</P></BODY></HTML>"
    (document,) = read_submission(submission(part("EX-99.1", page)))
    blocks = document.text.split("\n\n")
    assert blocks[0] == f"{above} {below}"
    assert blocks[-1] == "Next."
    assert len(blocks) == 2 + ("2" in foot)


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("Acme sold its plant.", "in short: it grew."),
        ("Sales by country", "The plant stands in Dayton."),
        ("Acme sold its plant,", "Ann Lowe"),
        ("The company named", "a) Ann Lowe as its chief"),
        ("Years ended\tof", "pumps\t4"),
    ],
)
def test_what_ends_with_its_page_stays_apart(above: str, below: str) -> None:
    assert join_over_pages([above, "2", BREAK, below]) == [above, "2", below]


def test_breaks_alone_are_no_text() -> None:
    assert join_over_pages([BREAK, "1", BREAK, "Sales", BREAK]) == ["1", "Sales"]


def test_dashes_of_the_envelope_are_taken_off() -> None:
    text = read(FORMATS / "edgar-1996.txt").text
    assert "- - " not in text
    assert "\n- Revenue of" in text


def test_uuencoded_parts_are_skipped_and_named() -> None:
    (document,) = read_all(FORMATS / "edgar-2005.txt")
    assert document.warnings == ("EX-99.2: uuencoded, not read",)
    with pytest.raises(ReadError, match="uuencoded parts only"):
        read_all(FORMATS / "edgar-2005.txt", exhibit="EX-99.2")


def test_an_exhibit_by_itself_is_read() -> None:
    (document,) = read_all(part("EX-99.1", "<html><body><p>Sales rose.</p></body></html>").encode())
    assert (document.text, document.metadata["exhibit"]) == ("Sales rose.", "EX-99.1")
