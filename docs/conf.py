"""How Sphinx builds the documentation."""

from __future__ import annotations

import fls

project = "fls"
author = "fls maintainers"
copyright = author
release = version = fls.__version__

extensions = ["myst_parser", "numpydoc", "sphinx.ext.autodoc", "sphinx.ext.mathjax"]
myst_heading_anchors = 3
numpydoc_show_class_members = False
autodoc_typehints = "none"  # the docstrings say it
autodoc_member_order = "bysource"
exclude_patterns = ["_build"]
nitpicky = False

html_theme = "alabaster"
html_theme_options = {
    "body_max_width": "none",
    "code_font_size": "0.82em",
    "description": "Corporate press releases, sentence by sentence",
    "page_width": "76rem",
}
html_static_path = ["_static"]
html_css_files = ["narrow.css"]
html_sidebars = {"**": ["about.html", "searchfield.html", "navigation.html"]}
html_show_sourcelink = False
