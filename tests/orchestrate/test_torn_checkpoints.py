import json
from pathlib import Path

import pytest

from orchestrate.project import record, rows_decide
from sdg_flows.core.block import Outcome
from sdg_flows.core.identity import table_digest
from sdg_flows.orchestrate.job.block_result import BlockResult
from sdg_flows.orchestrate.job.checkpoint_text import BlockResultSerializer

from tables import table

NONE = table(question=[])
NOTHING = BlockResultSerializer().dumps(BlockResult(Outcome(NONE), table_digest(NONE)))


def tear(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def change(file: Path) -> None:
    """Take all rejected rows away; all else is whole, but the digest is that of before."""
    whole = json.loads(file.read_text())
    result = json.loads(whole["result"])
    result["rejected"] = json.loads(NOTHING)["rejected"]
    file.write_text(json.dumps({**whole, "result": json.dumps(result)}))


@pytest.mark.parametrize("damage", [tear, change, Path.unlink])
def test_a_damaged_checkpoint_is_made_again_from_kept_answers(project, teacher, damage):
    first = project.run()
    for file in project.checkpoints:
        damage(file)
    again = project.run()

    assert len(teacher.exchanges) == 38
    assert rows_decide(again) == rows_decide(first)


def test_a_checkpoint_made_again_is_good_again(project):
    project.run()
    good = {file.name for file in project.checkpoints}
    for file in project.checkpoints:
        change(file)
    project.run()

    third = project.run()
    assert {file.name for file in project.checkpoints} == good
    assert {step["seconds"] for step in record(third)["pipelines"][0]["steps"]} == {0.0}


def test_without_the_answer_store_checkpoints_are_enough(project, teacher):
    first = project.run()
    (project.folder / "work" / "answers.sqlite").unlink()
    again = project.run()

    assert len(teacher.exchanges) == 38
    assert rows_decide(again) == rows_decide(first)
