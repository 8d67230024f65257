from outputs.records import answered, gone, made, run
from sdg_flows.core.exchange import Usage
from sdg_flows.core.run_record import Step
from sdg_flows.outputs.balance import Balance
from sdg_flows.outputs.run_folder.training import TrainingCounts
from sdg_flows.outputs.summary import summarize

from tables import table

ASK = Step("gen", "LLMBlock", 2, 5, {"cut": 2}, 4, 1, Usage(100, 10), 1.5)
FILTER = Step("judge", "FilterByValueBlock", 5, 3, {"low_score": 2}, seconds=0.5)
ONE = made(answered("Q1"), inputs=table(n=[1, 2]), rejected=[gone("r1")], steps=[ASK, FILTER])
OTHER = made(table(question=["Q", "Q"], response=["A", ""]), inputs=table(n=[1, 2]), steps=[ASK])


def test_a_pipeline_comes_to_its_rows_and_the_sum_of_its_steps():
    (one,) = summarize(run(ONE)).pipelines

    assert (one.inputs, one.outputs, one.rejected) == (2, 1, 1)
    assert one.total == Step("knowledge", "pipeline", 7, 8, {"cut": 2, "low_score": 2}, 4, 1, Usage(100, 10), 2.0)
    assert one.balance == Balance(2, 1, 1)
    assert one.tally == TrainingCounts(1)


def test_a_run_comes_to_the_sum_of_its_pipelines():
    all_of_it = summarize(run(ONE, OTHER))

    assert (all_of_it.inputs, all_of_it.outputs, all_of_it.rejected) == (4, 3, 1)
    assert (all_of_it.trained, all_of_it.blank_assistant) == (2, 1)
    assert (all_of_it.asked, all_of_it.kept_answers, all_of_it.usage) == (8, 2, Usage(200, 20))
    assert all_of_it.balance == Balance(4, 3, 1)
    assert all_of_it.seconds == 750.0


def test_losses_and_notes_are_gathered():
    found = summarize(run(ONE, made(table(summary=["S"]), pipeline="skills")))

    assert [loss.reason for loss in found.rejections] == ["low_score"]
    assert [note.split(":")[0] for note in found.notes] == ["skills"]
