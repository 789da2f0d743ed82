from __future__ import annotations

import time

import pytest

from fls.readers.html import decode_html, read_html
from fls.readers.page_tables import convert_table


def text_of(markup: str) -> str:
    return read_html(markup.encode()).text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Sales\n  rose.</p><p>Costs fell.</p>", "Sales rose.\n\nCosts fell."),
        ("<div>One<p>Two</p>Three</div>", "One\n\nTwo\n\nThree"),
        ("<h1>Head</h1>Text<hr>More", "Head\n\nText\n\nMore"),
        ("<p>Ann Lowe<br>937-555-0142</p>", "Ann Lowe\n937-555-0142"),
        ("One<br><br>&nbsp;<br>Two", "One\n\nTwo"),
        ("<ul><li>One<li><p>Two</p></ul>", "• One\n\n• Two"),
        ("<ul><li>• One</ul>", "• One"),
        ("<ol start=3><li>One<li>Two</ol>", "3. One\n\n4. Two"),
        ("<ul style='list-style: none'><li>One</ul>", "One"),
        ("<p>a<b>b</b> <i>c</i></p>", "ab c"),
        ("<pre>A   1\nB   2</pre>", "A   1\nB   2"),
        ("<pre>A   1</pre><p>Sales\n  rose.</p>", "A   1\n\nSales rose."),
        ("<p>x</p><script>var a='<p>y</p>'</script><style>p{}</style><p>z</p>", "x\n\nz"),
        ("<p>x</p><p style='DISPLAY : none'>y</p><p hidden>y</p>", "x"),
        ("<p>x <span class='a sr-only'>y</span>z</p>", "x z"),
        ("<ix:header><p>hidden</p></ix:header><p><ix:nonFraction>4</ix:nonFraction>%</p>", "4%"),
        ("<p>AT&amp;T &#147;up&#148; &#8217; &rsquo; &euro; &unknown; a &lt; b</p>",
         "AT&T “up” ’ ’ € &unknown; a < b"),
        ("<p>co&shy;op\u200b.</p>", "coop."),
        ("<p>a<!-- b --> c<?d e?></p>", "a c"),
        ("<p>x <button>Go</button><select><option>1</select>y</p>", "x y"),
        ("<p><span style='display:block'>a</span><span>b</span></p>", "a\n\nb"),
        ("<p><span>1.</span><span style='padding-left: 14pt'>One</span></p>", "1. One"),
    ],
)  # fmt: skip
def test_layout(markup: str, text: str) -> None:
    assert text_of(markup) == text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>of $41<sup>1</sup> billion in 2027.<sup>2,3</sup></p>", "of $41¹ billion in 2027.²,³"),
        ("<p>the 5<sup>th</sup> pump<sup>®</sup></p>", "the 5th pump®"),
        ("<p><sup>1</sup> A note.</p>", "1 A note."),
        ("<p>EBITDA<span style='position:relative; top:-3.5pt'><a>1</a></span> rose</p>",
         "EBITDA¹ rose"),
        ("<table><tr><td>Sales<td>4.1<sup>2</sup><tr><td>Cash<td>3</table>",
         "Sales\t4.1²\nCash\t3"),
    ],
)  # fmt: skip
def test_raised_marks_stay_apart_from_their_figure(markup: str, text: str) -> None:
    assert text_of(markup) == text


@pytest.mark.parametrize(
    ("mark", "shown"),
    [
        ("<font face=Wingdings>&#252;</font>", "✓"),
        ("<span style='font-family: Wingdings'>l</span>", "●"),
        ("<font face=Symbol>&#61623;</font>", "•"),
        ("<font face=Wingdings>&#61692;</font>", "✓"),
        ("<font face=Symbol>&#61485;</font>", "–"),
        ("→", "→"),
        ("¹", "¹"),
    ],
)
def test_marks_of_symbol_fonts(mark: str, shown: str) -> None:
    rows = f"<tr><td>{mark}<td>It will open in May.<tr><td>{mark}<td>Orders rose."
    assert (
        text_of(f"<table>{rows}</table>") == f"{shown} It will open in May.\n\n{shown} Orders rose."
    )


def test_words_in_a_symbol_font_stay() -> None:
    assert text_of("<p><font face=Wingdings>Debt fell</font> l</p>") == "Debt fell l"


def test_title_and_format_are_metadata() -> None:
    document = read_html(b"<title> A\n b </title><p>Text</p>", "a.html")
    assert document.metadata == {"format": "html", "title": "A b"}
    assert (document.text, document.source, document.warnings) == ("Text", "a.html", ())


@pytest.mark.parametrize(
    ("data", "encoding", "text"),
    [
        ("<meta charset=iso-8859-1>“é”".encode(), "utf-8", "“é”"),
        ("<meta charset=iso-8859-1>“é”".encode("cp1252"), "cp1252", "“é”"),
        ("<meta charset='windows-1251'>Ж".encode("cp1251"), "windows-1251", "Ж"),
        ("<meta charset=unicode_escape>\\u0041é".encode("cp1252"), "cp1252", "\\u0041é"),
        ("<meta charset=utf-8>é".encode("utf-16"), "utf-16", "é"),
        ("\ufeff<p>é".encode(), "utf-8-sig", "é"),
    ],
)
def test_encodings(data: bytes, encoding: str, text: str) -> None:
    assert decode_html(data)[1] == encoding
    assert read_html(data).text == text


def test_a_stray_byte_does_not_change_the_encoding_of_a_page() -> None:
    page = "<meta charset=utf-8><p>Acme’s “first” plant – €5.</p>".encode() + b"\xa9 2026"
    document = read_html(page)
    assert document.text == "Acme’s “first” plant – €5.\n\n\ufffd 2026"
    assert document.warnings == ("1 byte undefined in utf-8 replaced by U+FFFD",)
    false = "<meta charset=utf-8><p>Acme’s “first” plant</p>".encode("cp1252")
    assert read_html(false).text == "Acme’s “first” plant"


def test_text_that_the_parser_loses_is_kept_and_said() -> None:
    deep = "<div>" * 3000 + "Sales rose &amp; costs fell." + "</div>" * 3000
    document = read_html(f"<p>Head.</p>{deep}".encode())
    assert "Sales rose & costs fell." in document.text
    (warning,) = document.warnings
    assert "20 of 25 characters lost" in warning


def test_long_text_nodes_are_whole() -> None:
    document = read_html(b"<p>" + b"a " * 6_000_000)
    assert len(document.text) == 11_999_999
    assert document.warnings == ()


def test_quoted_tags_are_no_loss() -> None:
    document = read_html(b"<p title='a > b > c > d > e > f'>Sales rose.</p>" * 20)
    assert document.text.count("Sales rose.") == 20


@pytest.mark.parametrize(
    ("attribute", "text"),
    [
        ("class='[&>li]:mt-2 [&>li>a]:bold'", "Sales"),
        ('@click="() => { open = true }"', "Sales"),
        ('data-tip="<p>Acme makes pumps.</p>"', "Sales"),
        ("", "Sales&nbsp"),
    ],
)
def test_what_browsers_take_is_no_damage(attribute: str, text: str) -> None:
    document = read_html(f"<ul><li {attribute}>{text}</li></ul>".encode() * 20)
    assert document.text.count("• Sales") == 20
    assert document.warnings == ()


def test_text_behind_an_open_quote_is_kept() -> None:
    document = read_html(
        b"<p>x</p><a title='Acme>Sales rose by a tenth.</a><p class='a'>Up.</p>" * 9
    )
    assert document.text.count("Sales rose by a tenth.") == 9
    assert len(document.warnings) == 1


def test_widgets_that_make_up_a_page_are_read() -> None:
    def widget(inner: str) -> str:
        return f"<div class='elementor-element elementor-widget'>{inner}</div>"

    prose = f"<p>{'Sales of pumps rose. ' * 9}</p>"
    parts = ("<h1>Acme Grows</h1>", prose, "<h3>About Acme</h3>", "<ul><li>Orders rose</ul>")
    around = "<div class='widget'>Posts</div>"
    text = text_of(f"<nav>Home</nav>{around}<div>{''.join(map(widget, parts))}</div>")
    assert text.split("\n\n")[::2] == ["Acme Grows", "About Acme"]
    assert text.endswith("• Orders rose")


TEASER = "<h4><a href='/z'>Zeta Sells Notes</a></h4><p>Zeta said that it sells notes of $5.</p>"


@pytest.mark.parametrize(
    "others",
    [
        f"<section><h3>Recommended Reading</h3><div>{TEASER * 3}</div></section>",
        f"<div><div><h3>More News From Acme Corp.</h3></div>{TEASER}</div>",
        f"<h2>Also from this source</h2>{TEASER}",
        f"<h3>Related news:</h3>{TEASER}",
    ],
)
def test_teasers_of_other_releases_are_left_out(others: str) -> None:
    release = f"<h1>Acme Grows</h1><p>{'Sales of pumps rose by a tenth. ' * 20}</p>"
    end = "<h3>Contacts</h3><p>Ann Lowe</p>"
    for page in (f"{release}{end}{others}", f"{release}<div>{others}</div>{end}"):
        text = text_of(f"<nav>Home</nav><main><div>{page}</div></main><footer>Acme</footer>")
        assert text.startswith("Acme Grows")
        assert ("Zeta" in text, "Re" in text, "Ann Lowe" in text) == (False, False, True)


@pytest.mark.parametrize(
    "part",
    [
        "<h3>Recent News</h3><p>Acme opened a plant in Dayton in May, its third in Ohio.</p>",
        f"<div itemprop='articleBody'><h3>Related news</h3>{TEASER}</div>",
        f"<h3>More about pumps and the plant of Acme</h3>{TEASER}",
    ],
)
def test_headings_of_the_release_itself_stay(part: str) -> None:
    release = f"<h1>Acme Grows</h1><p>{'Sales of pumps rose by a tenth. ' * 20}</p>{part}"
    text = text_of(f"<nav>Home</nav><main>{release}</main>")
    assert text.count("\n\n") >= 3


def test_a_paragraph_is_as_long_as_what_its_inner_tags_hold() -> None:
    release = f"<p>Sales <b>{'of pumps rose. ' * 9}</b></p>" * 9
    links = f"<p><a href='/z'>{'More of Zeta. ' * 7}</a></p>" * 10
    note = f"<article><p>{'Acme makes pumps and mills. ' * 3}</p></article>"
    text = text_of(f"<nav>Home</nav><div>{release}</div>{links}{note}")
    assert text.startswith("Sales of pumps rose.")
    assert "Zeta" not in text


def test_the_part_for_small_screens_is_not_read_twice() -> None:
    about = f"<p>About Acme</p><p>{'Acme makes pumps. ' * 20}</p>"
    body = f"<p>{'Sales rose by a tenth in the quarter. ' * 40}</p>"
    page = f"<nav></nav><h1>Head</h1>{body}<div class=m>{about}</div><div class=d>{about}</div>"
    assert text_of(page).count("About Acme") == 1


def test_a_release_in_a_list_of_links_stays_whole_without_a_site() -> None:
    links = "".join(f"<li><a href='#{i}'>Section {i}</a>" for i in range(30))
    assert text_of(f"<ul>{links}</ul><p>{'Sales rose. ' * 30}</p>").count("Section") == 30


@pytest.mark.parametrize(
    ("rows", "blocks"),
    [
        ([[["(a)"], ["Text of it."]]], ["(a) Text of it."]),
        ([[["Left one.", "Left two."], ["Right."]]], ["Left one.", "Left two.", "Right."]),
        ([[["Q1"], ["(5.2"], [")%"]], [["Q2"], ["3"], ["%"]]], ["Q1\t(5.2 )%\nQ2\t3 %"]),
        ([[["Shares " * 40], ["504"]], [["Cash"], ["3"]]], ["Shares " * 40 + "\t504\nCash\t3"]),
        ([[["Pump"], ["Colour"]], [["Mill"], ["Red"]]], ["Pump\tColour\nMill\tRed"]),
        (
            [[["Sales"], ["4"]], [["Costs"], ["3"]], [["Cash"], ["1"]], [["Note. " * 40]]],
            ["Sales\t4\nCosts\t3\nCash\t1", "Note. " * 40],
        ),
        ([[["Three\nmonths"], ["2026"]], [["x"], ["1"]]], ["Three months\t2026\nx\t1"]),
        ([[], [[]], [["", ]]], [""]),
        ([], []),
    ],
)  # fmt: skip
def test_tables(rows: list[list[list[str]]], blocks: list[str]) -> None:
    if rows and rows[-1] == [[""]]:
        rows, blocks = rows[:-1], []
    assert convert_table(rows) == blocks


def test_nested_tables_and_stray_cells() -> None:
    inner = "<table><tr><td>Cash<td>1<tr><td>Debt<td>2</table>"
    markup = f"<table><tr><td>Text one.<td>{inner}</table><td>stray"
    assert text_of(markup) == "Text one.\n\nCash\t1\nDebt\t2\n\nstray"


@pytest.mark.parametrize(
    "piece", ["<a ", "<div>", "<!--", "<p title='", "&", "<td>", "<br>", "<", '<a ="x>']
)
def test_time_is_linear(piece: str) -> None:
    def seconds(n: int) -> float:
        data = b"<html>" + piece.encode() * n
        start = time.process_time()
        read_html(data)
        return time.process_time() - start

    seconds(1000)
    assert seconds(80_000) < 12 * max(seconds(20_000), 0.02)
