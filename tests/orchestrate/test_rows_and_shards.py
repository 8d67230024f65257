import re

import pytest

from orchestrate.counting_teacher import answer_to
from orchestrate.project import PROMPTS, Project, lines, record, seeds
from sdg_flows.orchestrate.job.shards import USUAL_ROWS

DROP_DUPLICATES = """
version: "1.0"
blocks:
  - name: rename                    # number, key in; number, topic out
    type: RenameColumnsBlock
    config: {columns_map: {key: topic}}
    drop_duplicates: [topic]
"""
KEEP_SOME = """
version: "1.0"
blocks:
  - name: keep_some
    type: FilterByValueBlock
    config: {filter_column: number, filter_value: 5, operation: ge}
"""
KEEP_NONE = """
version: "1.0"
blocks:
  - name: keep_large
    type: FilterByValueBlock
    config: {filter_column: number, filter_value: 9999, operation: ge}
  - name: respond
    type: LLMBlock
    config: {config_path: response.yaml, output_cols: [response]}
  - name: keep_answered
    type: FilterByValueBlock
    config: {filter_column: response, filter_value: "", operation: ne}
"""
GROW = """
version: "1.0"
blocks:
  - name: write_letters            # a row in, a row out for each hexadecimal letter of each of four draws
    type: LLMBlock
    config:
      config_path: question.yaml
      output_cols: [letter]
      parser_kwargs: {parser_name: custom, parsing_pattern: "([0-9a-f])"}
      gen_kwargs: {n: 4}
  - name: keep_some
    type: FilterByValueBlock
    config: {filter_column: letter, filter_value: "0", operation: ne}
"""


@pytest.fixture
def tables(tmp_path, prefect_server) -> Project:
    """Return a project that asks nobody anything."""
    return Project(tmp_path, None)


def test_rows_of_many_shards_come_out_in_input_order(tables):
    tables.write("flow.yaml", KEEP_SOME)
    tables.write_seeds({"number": at} for at in range(2500))

    assert [row["number"] for row in lines(tables.run() / "generated" / "flow.jsonl")] == list(range(5, 2500))


def test_shards_that_have_lost_all_rows_go_on_side_by_side(tables):
    tables.write("flow.yaml", KEEP_NONE)
    tables.write("response.yaml", PROMPTS["question.yaml"].replace("seed_question", "number"))
    tables.write_seeds({"number": at} for at in range(2500))
    run = tables.run()

    rejected = lines(run / "rejected.jsonl")
    assert {(row["block"], row["reason"]) for row in rejected} == {("keep_large", "filter_not_met")}
    assert [step["rows_in"] for step in record(run)["pipelines"][0]["steps"]] == [2500, 0, 0]


def test_a_shard_that_has_grown_goes_on_in_parts_and_keeps_its_order(project):
    project.write("flow.yaml", GROW)
    rows = seeds(101)[:-1]
    project.write_seeds(rows)

    made = [(row["seed_question"], row["letter"]) for row in lines(project.run() / "generated" / "flow.jsonl")]
    said = {row["seed_question"]: answer_to(f"Write a question like {row['seed_question']}") for row in rows}
    assert len(made) > 2 * USUAL_ROWS
    assert made == [(seed, letter) for seed in said for letter in 4 * re.findall("[1-9a-f]", said[seed])]


def test_duplicates_are_dropped_across_shards_and_the_first_row_stays(tables):
    tables.write("flow.yaml", DROP_DUPLICATES)
    tables.write_seeds({"number": at, "key": f"k{at % 1200}"} for at in range(2500))
    run = tables.run()

    assert [row["number"] for row in lines(run / "generated" / "flow.jsonl")] == list(range(1200))
    rejected = lines(run / "rejected.jsonl")
    assert [row["row"]["number"] for row in rejected] == list(range(1200, 2500))
    assert {row["reason"] for row in rejected} == {"duplicate"}


def test_a_second_run_over_many_shards_recomputes_none_of_them(tables):
    tables.write("flow.yaml", KEEP_SOME)
    tables.write_seeds({"number": at} for at in range(2500))
    tables.run()
    before = {file: file.stat().st_mtime_ns for file in tables.checkpoints}
    tables.run()

    assert len(before) == 16
    assert {file: file.stat().st_mtime_ns for file in tables.checkpoints} == before
