from __future__ import annotations

from email.message import EmailMessage

import pytest

from fls.errors import ReadError
from fls.readers import read
from fls.readers.content import detect_format

PLAIN = "Acme “opens” plant\n\nSales rose 4%. It expects more."
PAGE = f"<h1>Acme opens plant</h1><p>{PLAIN[20:]}</p><ul><li>One</ul>"


def message(**more: str) -> EmailMessage:
    found = EmailMessage()
    found["From"] = "Ann Lowe <ann@acme.example>"
    found["Date"] = "Tue, 14 Jul 2026 23:30:00 -0400"
    found["Message-ID"] = "<1@acme.example>"
    found["Subject"] = "Acme “opens” plant"
    for name, value in more.items():
        found[name] = value
    return found


@pytest.mark.parametrize("coding", ["quoted-printable", "base64", "8bit"])
@pytest.mark.parametrize("charset", ["utf-8", "cp1252"])
def test_a_mail_gives_the_text_that_was_sent(coding: str, charset: str) -> None:
    mail = message()
    mail.set_content(PLAIN, cte=coding, charset=charset)
    document = read(bytes(mail).replace(b"\n", b"\r\n"), name="acme.eml")
    assert document.text.rstrip() == PLAIN
    assert document.metadata == {
        "format": "mail", "title": "Acme “opens” plant", "date": "2026-07-14",
    }  # fmt: skip
    assert (document.warnings, document.source) == ((), "acme.eml")


def test_the_page_is_read_and_attachments_are_named() -> None:
    mail = message()
    mail.set_content("Open this mail in a browser.")
    mail.add_alternative(PAGE, subtype="html")
    mail.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="q2.pdf")
    document = read(bytes(mail))
    assert document.text == "Acme opens plant\n\nSales rose 4%. It expects more.\n\n• One"
    assert document.warnings == ("not read: q2.pdf",)


def test_a_page_that_a_browser_saved_in_one_file() -> None:
    data = (
        b"From: <Saved by a browser>\nSnapshot-Content-Location: https://acme.example/\n"
        b'MIME-Version: 1.0\nContent-Type: multipart/related;\n\tboundary="-b"\n\n\n---b\n'
        b"Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n"
        b"<html><body><p class=3D'a'>Acme=E2=80=99s sales r=\nose.</p></body></html>\n"
        b"---b\nContent-Type: text/css\n\np {}\n---b--\n"
    )
    document = read(data)
    assert (document.text, document.warnings) == ("Acme’s sales rose.", ())


def test_a_charset_of_the_header_counts() -> None:
    mail = message()
    mail.set_content("Ventes d’été", charset="windows-1250", cte="8bit")
    document = read(bytes(mail))
    assert (document.text.strip(), document.encoding) == ("Ventes d’été", "windows-1250")


@pytest.mark.parametrize(
    "text",
    [
        "From: Acme\nTo: all editors\nSubject: Plant\n\nSales rose.",
        "From: Acme\nReceived: an order of 40 pumps.\nSales rose.\n\nMore.",
        "Contact: Ann Lowe\nMessage-ID: none\n\nSales rose.",
    ],
)
def test_a_text_that_only_looks_like_a_mail_is_text(text: str) -> None:
    assert detect_format(text.encode()) == "text"
    assert read(text.encode()).text == text


def test_a_mail_without_text_names_what_is_attached() -> None:
    mail = message()
    mail.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="q2.pdf")
    with pytest.raises(ReadError, match=r"got q2\.pdf; save what is attached"):
        read(bytes(mail))


@pytest.mark.parametrize(
    "head",
    [
        "".join(
            f'Content-Type: multipart/mixed; boundary="{i}"\n\n--{i}\n' for i in range(60)
        ),
        "Content-Type: text/plain; charset*0=a; charset*=b\n",
        "Content-Type: message/rfc822\n\n" + "Content-Type: message/rfc822\n\n" * 3000,
    ],
)  # fmt: skip
def test_damaged_mails_are_refused_by_name(head: str) -> None:
    with pytest.raises(ReadError, match="must be a readable mail"):
        read(f"From: a\nMIME-Version: 1.0\n{head}\nText".encode())


@pytest.mark.parametrize(
    "field",
    ["Date: no day", "Date: Tue, 14 Jul 99999999999 08:30:00 -0400", "Subject: =?utf-8?b?a?="],
)
def test_damaged_fields_are_left_out(field: str) -> None:
    document = read(f"From: a\nMIME-Version: 1.0\n{field}\n\nSales rose.".encode())
    assert document.text == "Sales rose."
    assert "date" not in document.metadata
