"""What --list-pipelines and --check say of flow files of one's own, which may be broken or fit no input."""

import pytest

from cli.commands import Ended

FLOW = 'version: "1.0"\nblocks: [{name: once, type: DropDuplicatesBlock, config: {cols: [x]}}]\n'


@pytest.fixture
def own(tmp_path, monkeypatch):
    """Return a place of suites with base (good, bad), and mine, which extends it."""
    for name in ("base", "mine"):
        (tmp_path / "suites" / name).mkdir(parents=True)
    (tmp_path / "suites/base/good.yaml").write_text(FLOW)
    (tmp_path / "suites/base/bad.yaml").write_text(FLOW.replace("Duplicates", "Duplicate").replace("cols", "colls"))
    (tmp_path / "suites/mine/suite.yaml").write_text("extends: base\ndescription: My own.\n")
    monkeypatch.setenv("SDG_FLOWS_PATH", str(tmp_path / "suites"))
    return tmp_path / "suites"


def test_list_pipelines_tells_a_broken_one_in_a_line(own, sdg_flows):
    end: Ended = sdg_flows("--list-pipelines")

    assert end.code == 0
    assert end.out[end.out.index("base  (") : end.out.index("eval  (")] == (
        f"base  (in {own} (SDG_FLOWS_PATH): {own}/base)\n"
        f"  bad              broken: {own}/base/bad.yaml:2: step 'once': 'type' names no block: 'DropDuplicateBlock'. "
        "Did you mean 'DropDuplicatesBlock'?\n"
        "  good             needs x; 0 of 1 blocks ask\n"
    )


def test_list_pipelines_says_what_a_suite_extends(own, sdg_flows):
    lines = sdg_flows("--list-pipelines").out.splitlines()
    at = lines.index(f"mine  (in {own} (SDG_FLOWS_PATH): {own}/mine)")

    assert lines[at + 1 : at + 3] == ["  My own.", "  extends base"]


def test_check_of_a_flow_file_that_is_not_for_leaves_begins_with_what_it_needs(own, sdg_flows):
    end = sdg_flows("--pipeline", "base/good", "--check")

    assert (end.code, end.out) == (
        0,
        "base/good, from the columns that it needs\n\n"
        f"good: {own}/base/good.yaml\n"
        "  input                              x\n"
        "  once                               DropDuplicatesBlock; same columns\n",
    )
