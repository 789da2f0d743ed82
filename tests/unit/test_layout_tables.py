"""Lines, cells and captions are tables, or not, by what stands around them."""

from __future__ import annotations

import pytest

from tests.unit.layout_pages import BOTTOM, TOP
from tests.unit.test_layout import _cases, _kinds

CELLS = {
    "cells of few digits": "t Cash\n\nt 1,973\n\nt 4,595\n\nt Pumps\n\nt 50\n\nt 25\n\nt Parts\n\n"
    "t 944\n\nt 335",
    "a page number below a row of columns": "t Cash\t1,973\t4,595\n\no 12\n\nt Pumps\t1,250\t1,125",
    "a page number in dashes below a cell": "t Cash\n\nt 1,973\n\nt 4,595\n\no -2-",
    "a wrapped label": "t Pumps                 $  1,204   $  1,100\nt Cost of\nt pumps\n"
    "t sold by\nt plants in\nt all of the\nt states                     204   $    100",
    "a long label between two rows": "t Pumps\t1,204\t1,100\n"
    "t Changes in stocks of pumps and of spare parts, net of what was bought:\n"
    "t Pumps in stock\t120\t110\nt Cost of pumps and of parts, of related parties\n"
    "t Parts\t140\t115",
    "a line that begins small below prose": "s Acme made more pumps and parts in Ohio.\n\n"
    "g pumps and parts of Ohio",
    "heads on lines of their own": "t Kind of Pump\n\nt Weight of Pump\n\nt Length of Hose\n\n"
    "t Colour of Hose\n\nt Red\n\nt 4.5\n\nt 7.5\n\nt Blue\n\nt 3.5\n\nt 6.5",
    "a head between two rows": "t Pumps\t1,204\t1,100\n\nt Less What Was Returned by Dealers:\n\n"
    "t Parts\t140\t115\n\nt Hoses\t120\t110",
    "a heading above a table": "s Sales rose in all states of the north.\n\n"
    "g Sales of the Year by State\n\nt Ohio\t1,204\t1,100\n\nt Iowa\t140\t115",
    "what leads to a table between two": "t Pumps\t1,204\t1,100\n"
    "s The following table shows the pumps that were sold in each of the states.\n"
    "t Ohio\t120\t110",
}

CAPTIONS = {
    "a company above a title": "t ACME PUMPS HOLDING\nt Condensed statements\nt \t2025\t2024\n"
    "t Pumps\t1,204\t1,100",
    "a title above its unit": "t Measures of pumps\nt (In thousands)\nt \t2025\t2024\n"
    "t Pumps\t1,204\t1,100",
    "a sentence above a title": "s The following table shows what pumps were sold:\n"
    "t (In thousands)\nt \t2025\t2024\nt Pumps\t1,204\t1,100",
    "a unit in dollars": "t ($ in thousands)\nt \t2025\t2024\nt Pumps\t1,204\t1,100",
}

BELOW = {
    "a heading of a paragraph": "t Pumps\t1,204\t1,100\nt Parts\t20\t10\ng Plans for the Year\n"
    "s Acme expects to open a third plant for pumps in Ohio next year, and to hire more than "
    "a hundred people there.",
    "a label below rows": "t Pumps\t1,204\t1,100\nt Parts\t20\t10\nt Valves for Pumps\nt 30\nt 40",
}

LINKS = {
    "a link with many digits": "s The webcast is found here.\n\n"
    "o https://register.acme.example/register/4838479258161603248479258",
    "a link and its name": "o The following files are available for download:\n\n"
    "o https://files.acme.example/main/3253.pdf\tReport of Acme",
}

REACHED = {
    "an address in columns": "t Pumps\t1,204\t1,100\n\nc Investors\tjroe@acme.example",
    "the number of a call": "t Pumps\t1,204\t1,100\n\nc Meeting ID: 84361016783",
    "the number of a security": "t Pumps\t1,204\t1,100\n\nc CUSIP – 362397101",
    "a labelled telephone": "t Pumps\t1,204\t1,100\n\nc Toll Free Number:      888-555-0100",
    "figures like a bare telephone": "t Pumps\t1234567890\t1234567891\nt Parts\t1234567892\t12",
}


@pytest.mark.parametrize(
    "middle",
    [*_cases(CELLS), *_cases(CAPTIONS), *_cases(BELOW), *_cases(LINKS), *_cases(REACHED)],
)
def test_lines_near_tables(middle: str) -> None:
    cut, expected = _kinds("\n\n".join((TOP, middle, BOTTOM)))
    assert cut == expected
