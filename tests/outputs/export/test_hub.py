import json

import pytest

from sdg_flows.core.errors import InputError, SettingsError
from sdg_flows.outputs.export.hub import publish, read_publication

TRAIN = {"system": "S", "user": "Q", "assistant": "A"}
CHAT = {"messages": [{"content": "Q", "role": "user"}, {"content": "A", "role": "assistant"}], "metadata": "{}"}
CARD = "---\nlicense: mit\nconfigs:\n- config_name: default\n  data_files: train.jsonl\n---\n\n# Tides\n"


@pytest.fixture
def run_of(tmp_path):
    """Return a function that writes a run's folder, with the rows of its files."""

    def written(train=(TRAIN,), test=(TRAIN,), messages=(CHAT,), offline=False):
        for name, rows in (("train", train), ("test", test), ("messages", messages)):
            (tmp_path / f"{name}.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows))
        (tmp_path / "run.json").write_text(json.dumps({"offline": offline}))
        (tmp_path / "README.md").write_text(CARD)
        return tmp_path

    return written


def test_rows_are_published_in_two_subsets(run_of, tmp_path):
    subsets = read_publication(run_of(), tmp_path / "scratch").subsets

    found = {f"{name}/{split}": list(rows) for name, splits in subsets.items() for split, rows in splits.items()}
    assert found == {"default/train": [TRAIN], "default/test": [TRAIN], "messages/train": [CHAT]}


def test_a_file_without_rows_is_no_split(run_of, tmp_path):
    assert list(read_publication(run_of(test=()), tmp_path / "scratch").subsets["default"]) == ["train"]


def test_the_card_does_not_name_the_runs_own_files(run_of, tmp_path):
    assert read_publication(run_of(), tmp_path / "scratch").card == "---\nlicense: mit\n---\n\n# Tides\n"


def test_rows_of_the_offline_teacher_are_refused(run_of):
    with pytest.raises(SettingsError, match=r"made by the offline teacher.* Name --even-offline"):
        publish(run_of(offline=True), "ada/tides")


@pytest.mark.parametrize("to", ["tides", "ada/tides/more", "", "ada/ti des"])
def test_what_is_no_name_on_the_hub_is_refused(run_of, to):
    with pytest.raises(SettingsError, match="expected user/name"):
        publish(run_of(), to)


def test_a_run_without_training_rows_is_refused_even_when_the_teacher_was_offline(run_of):
    with pytest.raises(InputError, match="no training rows to publish"):
        publish(run_of(train=(), offline=True), "ada/tides", even_offline=True)


@pytest.mark.parametrize("told", [None, "{", "[]", "{}"])
def test_a_folder_that_is_no_runs_is_refused(tmp_path, told):
    if told is not None:
        (tmp_path / "run.json").write_text(told)

    with pytest.raises(InputError, match=r"no run's folder: it has no run\.json"):
        publish(tmp_path, "ada/tides")


@pytest.mark.parametrize("name", ["train.jsonl", "messages.jsonl", "README.md"])
def test_a_file_that_is_gone_is_named(run_of, name):
    run = run_of()
    (run / name).unlink()

    with pytest.raises(InputError, match=name):
        publish(run, "ada/tides")
