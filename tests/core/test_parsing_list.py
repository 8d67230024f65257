import pytest

from sdg_flows.core.parsing_list import read_list


@pytest.mark.parametrize(
    ("text", "items"),
    [
        pytest.param("1. Food\n2. Tech", ["Food", "Tech"], id="C11"),
        pytest.param("```yaml\n- Food\n- Tech\n```", ["Food", "Tech"], id="fenced"),
        pytest.param("- Yes\n- No\n- 2024", ["Yes", "No", "2024"], id="C16"),
        pytest.param("1. Sum [1, 2].\n2. Sort.", ["Sum [1, 2].", "Sort."], id="a JSON list in an item"),
        pytest.param("All of [1]:\n- a\n- b", ["a", "b"], id="a source before the items"),
        pytest.param("1. Physics: an intro", ["Physics: an intro"], id="C17"),
        pytest.param("1. a\n2. a", ["a", "a"], id="C20"),
        pytest.param("- Food\n-", ["Food"], id="C22"),
        pytest.param("- It's #1 thing", ["It's #1 thing"], id="C23"),
        pytest.param("Here you go:\n\n1) Food and drinks\n2) Tech", ["Food and drinks", "Tech"], id="C25"),
        pytest.param("- a\n- b\n  more", ["a", "b more"], id="C26"),
        pytest.param("1. Round 3.14159 to 2\n2. x", ["Round 3.14159 to 2", "x"], id="C28"),
        pytest.param('["a", "b"]', ["a", "b"], id="C29"),
        pytest.param('```json\n["a", "b"]\n```', ["a", "b"], id="json in a fence"),
        pytest.param('1. **Bold**\n2. "Quoted"\n3. "A" and "B"', ["Bold", "Quoted", '"A" and "B"'], id="marks"),
        pytest.param("- [x] do it\n- [ ] rest", ["[x] do it", "[ ] rest"], id="boxes"),
        pytest.param("1. a\n   - inner\n2. b", ["a - inner", "b"], id="a list within"),
        pytest.param("1. a\n\n2. b\n\nLet me know!", ["a", "b"], id="words around"),
        pytest.param("10. ten\n11. eleven", ["ten", "eleven"], id="two digits"),
    ],
)
def test_the_items_of_a_list_are_read_as_they_are(text, items):
    read = read_list(text)

    assert [item for (item,) in read.records] == items
    assert read.reason is None


@pytest.mark.parametrize(("text", "reason"), [("", "empty"), ("Food and Tech.", "no_match"), ("[1", "no_match")])
def test_an_answer_that_is_no_list_says_so(text, reason):
    assert read_list(text) == read_list(text).__class__(reason=reason)
