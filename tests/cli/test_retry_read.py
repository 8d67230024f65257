"""Retries of rows that were rejected by a block that had not asked: in flows of sdg_hub a parser, or a filter."""

import sqlite3

import pytest

from orchestrate.counting_teacher import said
from orchestrate.project import lines, rows_decide

FLOW = """
metadata: {name: flow, version: 1.0.0}
blocks:
  - block_type: PromptBuilderBlock
    block_config:
      block_name: build
      input_cols: [seed_question]
      output_cols: prompt
      prompt_config_path: ask.yaml
      format_as_messages: true
  - block_type: LLMChatBlock
    block_config: {block_name: ask, input_cols: prompt, output_cols: raw, temperature: 0.7, n: DRAWS}
  - block_type: LLMResponseExtractorBlock
    block_config: {block_name: extract, input_cols: raw, extract_content: true}
  - block_type: TagParserBlock
    block_config:
      block_name: parse
      input_cols: extract_content
      output_cols: [question, score]
      start_tags: ["<question>", "<score>"]
      end_tags: ["</question>", "</score>"]
  - block_type: ColumnValueFilterBlock
    block_config:
      block_name: keep_good
      input_cols: [score]
      filter_value: 1
      operation: ge
      convert_dtype: int
"""
UNREADABLE, BAD = "no tag here", "<question>Which?</question><score>0</score>"


@pytest.fixture
def run_of(project, teacher, sdg_flows):
    """Return a function that runs the flow on answers in turn about a topic, good ones later; it returns the folder."""

    def run(answers, draws=1):
        project.write("flow.yaml", FLOW.replace("DRAWS", str(draws)))
        project.write("ask.yaml", '[{role: user, content: "Ask {{ seed_question }}"}]')
        left = {about(topic): list(texts) for topic, texts in answers.items()}

        def answer(exchange):
            if not exchange.prompt.startswith("Ask"):
                return None
            texts = left.get(exchange.prompt)
            return said(texts.pop(0) if texts else f"<question>{exchange.prompt}</question><score>3</score>")

        teacher.fault = answer
        sdg_flows(*project.arguments, "--quiet")
        return newest(project)

    return run


@pytest.fixture
def retry(teacher, sdg_flows):
    """Return a function that retries a run with further words, and gives how it ended and what it asked."""

    def retried(run, *words):
        before = len(teacher.prompts)
        end = sdg_flows(str(run), *words, command="retry")
        return end, teacher.prompts[before:]

    return retried


def about(topic):
    return f"Ask What is topic {topic:04}?"


def newest(project):
    return max((project.folder / "out").glob("flow-*"), key=lambda folder: folder.stat().st_mtime_ns)


def left(folder):
    return [(row["block"], row["reason"]) for row in lines(folder / "rejected.jsonl")]


def test_an_answer_that_a_parser_could_not_read_is_asked_again_alone_and_its_row_is_there(project, run_of, retry):
    run = run_of({3: [UNREADABLE], 5: [BAD]})
    assert left(run) == [("parse", "no_match"), ("keep_good", "filter_not_met")]

    end, asked = retry(run)

    assert (end.code, asked) == (0, [about(3)])
    assert "asking 1 answers anew\n  left as they are: 1 (filter_not_met at keep_good: not asked there)\n" in end.err
    assert left(newest(project)) == [("keep_good", "filter_not_met")]
    made = (rows_decide(folder)["generated/flow.jsonl"].splitlines() for folder in (run, newest(project)))
    before, after = (set(rows) for rows in made)
    assert (len(after), [about(3) in row.decode() for row in after - before]) == (19, [True])


def test_a_filters_row_is_asked_for_again_when_its_reason_is_named(run_of, retry):
    run = run_of({3: [UNREADABLE], 5: [BAD]})

    assert retry(run, "--reason", "filter_not_met")[1] == [about(5)]


def test_a_retry_again_asks_nothing_and_a_retry_of_the_retry_draws_once_more(project, run_of, retry):
    run = run_of({3: [UNREADABLE, UNREADABLE]})
    assert retry(run)[1] == [about(3)]
    second = newest(project)

    assert retry(run)[1] == []
    assert retry(second)[1] == [about(3)]
    assert left(newest(project)) == []


def test_a_clock_that_was_set_back_between_two_runs_changes_nothing(project, run_of, retry):
    run_of({3: [UNREADABLE]})
    with sqlite3.connect(project.folder / "work" / "answers.sqlite") as db:
        db.execute("UPDATE answers SET received = received + 3600")
    run = run_of({3: [UNREADABLE]})

    assert retry(run)[1] == [about(3)]
    assert retry(run)[1] == []
    assert retry(newest(project))[1] == [about(3)]


def test_an_answer_that_gave_another_row_is_left_alone(run_of, retry):
    end, asked = retry(run_of({3: ["<question>One?</question><score>3</score><question>Two?"]}))

    assert (end.code, asked) == (0, [])
    assert "asking 0 answers anew\n  left as they are: 1 (gave other rows)\n" in end.err


def test_of_several_draws_about_a_row_the_one_that_could_not_be_read_is_asked_again(project, run_of, retry):
    run = run_of({3: [UNREADABLE]}, draws=3)

    assert retry(run)[1] == [about(3)]
    assert left(newest(project)) == []
    assert len(lines(newest(project) / "generated" / "flow.jsonl")) == 60
