import pyarrow as pa
import pytest

from outputs.records import made
from sdg_flows.outputs.sources import Sources, input_sources

from tables import table

SEA = {
    "document": ["tides", "tides", "shores"],
    "icl_query_1": ["q1", "q2", "q1"],
    "leaf_node_path": ["sea", "sea", "sea"],
    "source": ["sea/t.md", "sea/t.md", "sea/s.md"],
}


def told(**changed):
    return input_sources(made(inputs=table(**{**SEA, **changed})))


def differing(before, after):
    return {name for name in {**before, **after} if before.get(name) != after.get(name)}


@pytest.mark.parametrize(
    ("changed", "leaves", "documents"),
    [
        ({"document": ["tides", "tides", "coasts"]}, set(), {"sea/s.md"}),
        ({"source": ["sea/t.md", "sea/t.md", "sea/new.md"]}, set(), {"sea/s.md", "sea/new.md"}),
        ({"icl_query_1": ["q1", "q3", "q1"]}, {"sea"}, set()),
        ({"leaf_node_path": ["sea", "sea", "coast"]}, {"coast"}, set()),
    ],
)
def test_what_was_edited_has_another_digest_and_nothing_else_has(changed, leaves, documents):
    before, after = told(), told(**changed)

    assert differing(before.leaves, after.leaves) == leaves
    assert differing(before.documents, after.documents) == documents


def test_a_document_in_git_is_the_same_at_another_commit():
    first = [f"git.example/sea@{'a' * 40}:t.md"] * 3
    second = [f"git.example/sea@{'b' * 40}:t.md"] * 3

    assert told(source=first) == told(source=second)
    assert list(told(source=first).documents) == ["git.example/sea:t.md"]


def test_how_the_table_is_cut_does_not_matter():
    rows = table(**SEA)
    cut = pa.concat_tables([rows.slice(0, 1), rows.slice(1)])

    assert input_sources(made(inputs=cut)) == input_sources(made(inputs=rows))


def test_a_table_that_names_no_leaf_has_no_sources():
    assert input_sources(made(inputs=table(question=["q"], source=["s"]))) == Sources()
