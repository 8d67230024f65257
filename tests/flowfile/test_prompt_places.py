import pytest

from sdg_flows.flowfile.prompt_places import with_found_paths


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("near.yaml", "near.yaml"),
        ("configs/far.yaml", "{top}/configs/far.yaml"),
        ("configs/nowhere.yaml", "configs/nowhere.yaml"),
        ("/absolute.yaml", "/absolute.yaml"),
    ],
)
def test_a_path_is_looked_for_beside_the_flow_file_then_from_the_folders_above(write, tmp_path, path, place):
    near = write("flows/skills/near.yaml", "a: 1\n")
    write("configs/far.yaml", "a: 1\n")

    found = with_found_paths({"config_path": path, "other": path}, near.parent / "flow.yaml")
    assert found == {"config_path": place.format(top=tmp_path), "other": path}


@pytest.mark.parametrize(
    ("written", "found"),
    [
        (["p.yaml", "q.yaml"], ["{top}/p.yaml", "q.yaml"]),
        ([["p.yaml", "A"], ["p.yaml", "B"]], [["{top}/p.yaml", "A"], ["{top}/p.yaml", "B"]]),
        ({"A": "p.yaml"}, {"A": "{top}/p.yaml"}),
        (7, 7),
    ],
)
def test_every_path_of_a_setting_with_several_is_looked_for(write, tmp_path, written, found):
    top = write("p.yaml", "a: 1\n").parent

    config = with_found_paths({"config_paths": written}, top / "flows" / "flow.yaml")
    assert str(config["config_paths"]) == str(found).replace("{top}", str(tmp_path))
