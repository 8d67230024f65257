import pytest

from sdg_flows.inputs.conversion.formats import CONVERTED_SUFFIXES, format_of


def test_the_suffixes_are_those_of_pdf_docx_and_html():
    assert CONVERTED_SUFFIXES == (".pdf", ".docx", ".html", ".htm")


@pytest.mark.parametrize("suffix", CONVERTED_SUFFIXES)
def test_the_version_names_our_revision_and_each_package(suffix):
    form = format_of(suffix)

    assert form.version.split()[:3:2] == [form.module, form.packages[0]]
    assert len(form.version.split()) == 2 + 2 * len(form.packages)
