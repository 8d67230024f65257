import pytest

from sdg_flows.inputs.conversion.converted_document import ConvertedDocument
from sdg_flows.inputs.conversion.html_text import convert, to_markdown


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<h1>Tides</h1><p>It rises.</p><h3>Why</h3>", "# Tides\n\nIt rises.\n\n### Why"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ("<table><tr><td>port</td></tr><tr><td>Leer</td></tr></table>", "| port |\n| --- |\n| Leer |"),
        ("<pre>a = 1\n\n# no</pre>", "```\na = 1\n\n# no\n```"),
        ("<p>see <a href='/x'>a_b *c*</a><img src='y' alt='z'></p>", "see a_b *c*"),
    ],
)
def test_html_becomes_markdown_without_links_and_pictures(html, markdown):
    assert to_markdown(html) == markdown


def test_what_is_no_text_of_the_page_is_left_out(tmp_path):
    page = "<head><title> Tide  tables </title><style>p {}</style></head><body><nav>Menu</nav><p>Text</p><script>x"
    (tmp_path / "a.html").write_text(page)

    assert convert(tmp_path / "a.html") == ConvertedDocument("Text", "Tide  tables")


def test_the_encoding_is_the_declared_one(tmp_path):
    (tmp_path / "a.html").write_bytes("<meta charset='iso-8859-15'><p>Größe 5 €</p>".encode("iso-8859-15"))

    assert convert(tmp_path / "a.html") == ConvertedDocument("Größe 5 €")
