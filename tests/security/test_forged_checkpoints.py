import base64
import json
import pickle
from pathlib import Path

import pytest

from orchestrate.project import rows_decide


class Harm:
    """Leaves a file behind when it is unpickled."""

    def __init__(self, left: Path) -> None:
        self._left = left

    def __reduce__(self):
        return (self._left.write_text, ("harm",))


PICKLE = {"type": "pickle", "picklelib": "pickle", "picklelib_version": None}


def another_serializer(whole, harm):
    return json.dumps({"metadata": {**whole["metadata"], "serializer": PICKLE}, "result": harm})


def a_second_serializer(whole, harm):
    ours, theirs = json.dumps(whole["metadata"]), json.dumps({**whole["metadata"], "serializer": PICKLE})
    return f'{{"metadata": {ours}, "metadata": {theirs}, "result": "{harm}"}}'


@pytest.mark.parametrize("forge", [another_serializer, a_second_serializer])
def test_a_checkpoint_that_asks_to_be_unpickled_is_made_again(project, teacher, forge):
    first = project.run()
    left = project.folder / "harm"
    for file in project.checkpoints:
        harm = base64.b64encode(pickle.dumps(Harm(left))).decode()
        file.write_text(forge(json.loads(file.read_text()), harm))
    again = project.run()

    assert not left.exists()
    assert rows_decide(again) == rows_decide(first)
