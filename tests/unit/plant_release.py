"""A small release with quotation marks, a legend and a contact."""

from __future__ import annotations

from fls.document import LABELS

TEXT = """Acme Opens “Plant”

DAYTON, Ohio, June 3, 2019 -- Acme Corp. opened its second plant for small pumps in Ohio
in 2019. It expects sales of pumps to double by 2021. Café life around the plant is great,
as ever.

About Acme

Acme makes pumps for farms and for gardens in 12 countries.

Forward-Looking Statements

This press release contains forward-looking statements within the meaning of the Private
Securities Litigation Reform Act of 1995.

Contact:
Ann Poe
ann@acme.example
"""
PROBABILITIES = [f"p_{label}" for label in LABELS]
