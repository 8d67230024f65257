import pytest

from sdg_flows.outputs.markdown import inline, quoted


def test_text_in_a_cell_is_one_line_without_marks():
    assert inline("a | b\n<b>*c*</b> `d` [e](f) &lt;") == r"a \| b \<b\>\*c\*\</b\> \`d\` \[e\](f) \&lt;"


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("one\ntwo", "> one  \n> two  "),
        ("- item\n+ item", "> \\- item  \n> \\+ item  "),
        ("12. item\n3) item\n4 items", "> 12\\. item  \n> 3\\) item  \n> 4 items  "),
        ("Title\n===", "> Title  \n> \\===  "),
        ("# head\n\n> quote", "> \\# head  \n>  \n> \\> quote  "),
        ("", ">  "),
    ],
)
def test_a_quote_keeps_its_lines_and_no_mark_acts(text, quote):
    assert quoted(text) == quote
