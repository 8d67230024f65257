import hashlib
import json

import pytest

from sdg_flows.api.kept_runs import is_from_offline_teacher


@pytest.mark.parametrize(
    ("offline", "content", "told"),
    [
        pytest.param(True, b"rows", True, id="as it was written"),
        pytest.param(True, b"other rows", False, id="changed since"),
        pytest.param(False, b"rows", False, id="by an endpoint"),
    ],
)
def test_a_file_is_known_by_its_bytes_in_a_kept_run(tmp_path, offline, content, told):
    run = tmp_path / "runs" / "simple-1" / "run.json"
    run.parent.mkdir(parents=True)
    files = {"generated/a.jsonl": {"lines": 1, "sha256": hashlib.sha256(b"rows").hexdigest()}}
    run.write_text(json.dumps({"offline": offline, "files": files}))
    (tmp_path / "a.jsonl").write_bytes(content)

    assert is_from_offline_teacher(tmp_path, [tmp_path / "a.jsonl"]) is told


def test_without_kept_runs_nothing_is_known(tmp_path):
    assert is_from_offline_teacher(tmp_path, []) is False
