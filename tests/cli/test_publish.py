import json

from orchestrate.project import lines


def test_a_run_is_published_once_and_the_same_rows_are_not(project, sdg_flows):
    runs = [project.run(), project.run(), project.run(limit=5)]
    to = project.folder / "published"

    def publish(run, *words):
        return sdg_flows(run.name, "--output", str(project.folder / "out"), "--to", str(to), *words, command="publish")

    first, again = publish(runs[0]), publish(runs[1])
    fewer = json.loads(publish(runs[2], "--json", "--keep", "1").out)

    assert first.out == f"Published {to / 'versions' / runs[0].name}, the first version.\n"
    assert (again.code, again.out) == (0, f"No row has changed since {runs[0].name}; nothing was published.\n")
    version = to / "versions" / runs[2].name
    assert fewer == {"version": str(version), "before": runs[0].name, "removed": [runs[0].name]}
    assert lines(version / "train.jsonl") == lines(runs[2] / "train.jsonl")
    assert json.loads((to / "latest.json").read_text())["version"] == runs[2].name
