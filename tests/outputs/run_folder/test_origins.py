from dataclasses import replace

import pytest

from outputs.records import answered, made, run
from sdg_flows.outputs.run_folder.origins import FlowFile, distinct_texts, flow_files, licences, rows_by_leaf

from tables import table


def licensed(*cells):
    return made(inputs=table(licence=list(cells)))


def test_a_flow_file_is_named_by_its_last_folder_and_told_by_its_digest():
    one = replace(made(), flow_file="of/mine/own.yaml", files={"own.yaml": "f10e", "prompt.yaml": "9b0d"})

    assert flow_files(run(one, one)) == [FlowFile("mine/own.yaml", "f10e")]


def test_a_flow_file_that_was_not_read_has_no_digest():
    assert flow_files(run(made())) == [FlowFile("simple/knowledge.yaml", None)]


@pytest.mark.parametrize(
    ("generated", "expected"),
    [
        ([licensed("MIT", "MIT"), licensed("CC0-1.0")], ["MIT", "CC0-1.0"]),
        ([licensed("MIT; CC0-1.0")], ["MIT", "CC0-1.0"]),
        ([licensed("MIT", None)], ["MIT", "unknown"]),
        ([licensed("MIT"), made(inputs=table(n=[1]))], ["MIT", "unknown"]),
        ([made(inputs=table(n=[1]))], ["unknown"]),
        ([], ["unknown"]),
    ],
    ids=["of all inputs", "several in a cell", "one is null", "one has no column", "no column", "no inputs"],
)
def test_licences_are_those_of_the_input_rows(generated, expected):
    assert licences(run(*generated)) == expected


def test_each_leaf_has_the_rows_made_of_it_over_all_pipelines():
    inputs = table(leaf_node_path=["a", "b", "c"])
    first = made(answered("Q1", "Q2", leaf_node_path=["a", "b"]), inputs=inputs)
    second = made(answered("Q3", leaf_node_path=["a"]), inputs=inputs)

    assert rows_by_leaf(run(first, second)) == [("a", 2), ("b", 1), ("c", 0)]


def test_rows_that_lost_their_leaf_are_counted_nowhere():
    assert rows_by_leaf(run(made(answered("Q"), inputs=table(leaf_node_path=["a"])))) == [("a", 0)]


def test_documents_stand_once_in_order_and_null_is_none():
    sources = made(inputs=table(source=["b.md", None, "a.md", "b.md"]))

    assert distinct_texts(run(sources, made()), "source") == ["b.md", "a.md"]
