import json

from orchestrate.project import lines, record


def test_the_runs_of_a_folder_are_listed_with_the_newest_last(project, sdg_flows):
    folders = [project.run(), project.run(limit=5)]
    shown = sdg_flows("--output", str(project.folder / "out"), command="runs")
    told = json.loads(sdg_flows("--output", str(project.folder / "out"), "--json", command="runs").out)
    header, *rows = shown.out.splitlines()

    assert [row.split()[0] for row in rows] == [folder.name for folder in folders] == [one["name"] for one in told]
    assert " ".join(header.split()) == "run when suite model rows in made rejected asked reused tokens in out took"
    assert [(one["rows_in"], one["asked"], one["reused"]) for one in told] == [(20, 38, 1), (5, 0, 10)]
    assert told[0]["rows_rejected"] == len(lines(folders[0] / "rejected.jsonl"))
    assert told[0]["rows_kept"] == told[0]["rows_trained"] == len(lines(folders[0] / "train.jsonl"))
    assert told[0]["seconds"] == record(folders[0])["seconds"]
    assert " counting " in rows[0]


def test_runs_at_an_address_are_listed_and_told_like_those_of_a_folder(example, sdg_flows):
    address = f"file://{example.home / 'out'}"
    told = json.loads(sdg_flows("--output", address, "--json", command="runs").out)
    why = sdg_flows("train.jsonl:1", "--output", address, command="why")

    assert [one["folder"] for one in told] == [f"{address}/{example.folder.name}"]
    assert (why.code, "as asked: its key is the answer's" in why.out) == (0, True)


def test_a_folder_without_runs_has_none(tmp_path, sdg_flows):
    end = sdg_flows(command="runs")

    assert (end.code, end.out, end.err) == (0, "", "out: no finished run is there\n")


def test_a_run_json_that_cannot_be_read_is_told(tmp_path, sdg_flows):
    (tmp_path / "out" / "torn").mkdir(parents=True)
    (tmp_path / "out" / "torn" / "run.json").write_text('{"name": "torn"')
    end = sdg_flows(command="runs")

    assert end.code == 2
    assert end.err.startswith("sdg-flows: out/torn/run.json: cannot be read (")
