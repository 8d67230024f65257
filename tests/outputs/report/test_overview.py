import pytest

from outputs.records import answered, gone, made, run
from sdg_flows.core.exchange import Usage
from sdg_flows.core.run_record import Step
from sdg_flows.outputs.past_runs.run_folders import KeptRun, read_facts
from sdg_flows.outputs.report.overview import overview_line, overview_page, sample_rows
from sdg_flows.outputs.run_folder.folder import write_run_folder

from tables import table

LEFT = [gone(f"r{at}") for at in range(3)] + [gone("r9", "duplicate", "drop")]


def kept(folder, *, usd=None, rows=4, **changed):
    steps = [Step("judge", "LLMBlock", asked=30, kept_answers=10, usage=Usage(12_000, 500))]
    questions = answered(*(f"Q{at}" for at in range(rows)), leaf_node_path=["sea"] * rows)
    one = made(questions, inputs=table(n=[1, 2]), rejected=LEFT, steps=steps)
    write_run_folder(run(one, **changed), folder)
    return KeptRun(folder, {**read_facts(folder), "usd": usd})


def test_a_sentence_says_what_was_made_rejected_and_spent(tmp_path):
    assert overview_line(kept(tmp_path / "run", usd=0.0421)) == (
        "Made 4 training rows from 2 input rows; rejected 4 (3 low_score, 1 duplicate); asked 30 answers, 10 reused; "
        f"12k tokens in and 500 out, cost $0.042; 12 min 30 s. All is in {tmp_path / 'run'}"
    )


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"usd": 12.3456}, "| **Cost** | $12.35 |"),
        ({"usd": None}, "| **Cost** | not known (no price in the teacher file) |"),
        ({"usd": None, "teacher_is_offline": True}, "| **Cost** | nothing |"),
    ],
)
def test_a_page_says_what_it_cost(tmp_path, changed, said):
    assert said in overview_page(kept(tmp_path / "run", **changed))


def test_a_page_says_what_came_in_stayed_and_left_and_why(tmp_path):
    said = overview_page(kept(tmp_path / "run"))

    assert said.startswith("# 4 training rows from 2 input rows\n")
    for line in (
        "| **Rows kept** | 4 |",
        "| **Rows rejected** | 4 |",
        r"| low\_score in judge of knowledge | 3 |",
        "| reused | 10 (25 %) |",
        "| **Tokens** | 12k in, 500 out |",
        "| **Throughput** | 0.04 answers/s, 17 tokens/s |",
        "- `train.jsonl`, 4 rows",
    ):
        assert f"\n{line}\n" in said


def test_samples_are_spread_over_all_training_rows(tmp_path):
    rows = sample_rows(kept(tmp_path / "run", rows=10), 3)

    assert [row["user"] for row in rows] == ["Q1", "Q5", "Q8"]
    assert rows[0] == {"user": "Q1", "assistant": "about Q1", "leaf": "sea", "row_id": "r1"}


def test_a_run_without_training_rows_has_no_samples(tmp_path):
    assert sample_rows(kept(tmp_path / "run", rows=0), 3) == []
