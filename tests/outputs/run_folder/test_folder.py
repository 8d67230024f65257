import hashlib
import json

import pytest

from outputs.records import answered, gone, made, run
from sdg_flows.core.errors import ContractError, DiskError
from sdg_flows.outputs.run_folder.folder import WrittenRun, write_run_folder

from tables import table

SKILL = table(seed_question=["Q", "Q2"], seed_response=["A", "A2"])
ONE = made(
    answered("Q1", leaf_node_path=["a/b"]),
    inputs=SKILL,
    rejected=[gone("r1", question="\u2028")],
    lineage=[("r0", "r0")],
)
ROW_FILES = ("train.jsonl", "test.jsonl", "messages.jsonl", "generated/a_b.jsonl", "rejected.jsonl", "lineage.jsonl")
PAGES = ("README.md", "report.md", "report.html", "run.json")


def test_every_file_is_there_with_its_rows_and_digest(tmp_path):
    folder = tmp_path / "run"
    written = write_run_folder(run(ONE), folder)

    files = {name: folder / name for name in (*ROW_FILES, *PAGES)}
    digests = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}
    assert written == WrittenRun(
        folder,
        files,
        dict(zip(ROW_FILES, (1, 2, 1, 1, 1, 1), strict=True)),
        digests,
        written.rejections,
        written.report,
    )
    assert {path for path in folder.rglob("*") if path.is_file()} == set(files.values())


@pytest.mark.parametrize("cell", [["a"], {"name": "a"}], ids=["list", "record"])
def test_a_table_may_have_lists_and_records_in_columns_that_mean_something_here(tmp_path, cell):
    names = ("leaf_node_path", "source", "licence", "document", "seed_question", "seed_response", "tags")
    columns = {name: [cell] for name in names}
    write_run_folder(run(made(answered("Q", **columns), inputs=table(**columns))), tmp_path / "run")

    assert json.loads((tmp_path / "run" / "test.jsonl").read_text())["user"] == json.dumps(cell)


def test_generated_rows_have_the_columns_of_their_table(tmp_path):
    written = write_run_folder(run(ONE), tmp_path / "run")

    assert json.loads(written.files["generated/a_b.jsonl"].read_text()) == {
        "row_id": "r0",
        "question": "Q1",
        "response": "about Q1",
        "leaf_node_path": "a/b",
    }


def test_run_json_has_the_digests_of_all_files_but_itself(tmp_path):
    written = write_run_folder(run(ONE), tmp_path / "run")

    told = json.loads(written.files["run.json"].read_text())["files"]
    expected = {name: digest for name, digest in written.digests.items() if name != "run.json"}
    assert {name: facts["sha256"] for name, facts in told.items()} == expected
    assert told["rejected.jsonl"]["lines"] == 1


def test_equal_rows_give_equal_bytes_whatever_the_run_is_called_and_when_it_was(tmp_path):
    first = write_run_folder(run(ONE), tmp_path / "first")
    second = write_run_folder(run(ONE, name="other", started=run().finished, suite="full"), tmp_path / "second")

    assert [first.digests[name] for name in ROW_FILES] == [second.digests[name] for name in ROW_FILES]
    assert first.digests["run.json"] != second.digests["run.json"]


def test_a_run_without_rows_still_has_its_files(tmp_path):
    written = write_run_folder(run(), tmp_path / "run")

    assert written.counts == dict.fromkeys((name for name in ROW_FILES if "/" not in name), 0)


def test_a_second_run_is_refused_and_the_first_is_untouched(tmp_path):
    first = write_run_folder(run(ONE), tmp_path / "run")

    with pytest.raises(DiskError, match="is there already"):
        write_run_folder(run(), tmp_path / "run")
    assert hashlib.sha256(first.files["train.jsonl"].read_bytes()).hexdigest() == first.digests["train.jsonl"]
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_a_number_that_json_cannot_hold_is_named_and_nothing_is_left(tmp_path):
    rows = answered("Q", score=[float("nan")])

    with pytest.raises(ContractError, match=r"generated/knowledge\.jsonl: row 'r0': column score holds NaN"):
        write_run_folder(run(made(rows)), tmp_path / "run")
    assert list(tmp_path.iterdir()) == []
