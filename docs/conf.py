"""How `make docs` builds the site: Sphinx, pages in Markdown by MyST, the theme Furo."""

import re

from sphinx.application import Sphinx

from sdg_flows import __version__

project = "sdg_flows"
release = __version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx_copybutton"]
exclude_patterns = ["flow_file.schema.json"]

myst_heading_anchors = 4  # as GitHub names them: pages are read there too
highlight_language = "text"
default_role = "code"  # of docstrings, where one backtick stands around code
smartquotes = False  # two hyphens are those of a flag
copybutton_prompt_text = "$ "

autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
add_module_names = False
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 88

html_theme = "furo"
html_title = "sdg_flows"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = html_show_copyright = False
html_theme_options = {"top_of_page_buttons": []}

FILE = re.compile(r"^( *)```(\w+) (\S+\.\w+)$", re.MULTILINE)


def setup(app: Sphinx) -> None:
    """Show the name of a file above its text; in the pages it stands behind the language, where GitHub hides it."""
    app.connect("source-read", _name_files)


def _name_files(app: Sphinx, page: str, source: list[str]) -> None:
    source[0] = FILE.sub(r"\1```{code-block} \2\n\1:caption: \3\n", source[0])
