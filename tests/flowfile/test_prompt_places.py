import pytest

from sdg_flows.flowfile.prompt_places import resolve_prompt_paths


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

    found = resolve_prompt_paths({"config_path": path, "other": path}, near.parent / "flow.yaml")
    assert found == {"config_path": place.format(top=tmp_path), "other": path}


def test_with_a_post_fix_the_file_of_that_name_is_looked_for(write, tmp_path):
    write("configs/tea_v2.yaml", "a: 1\n")
    config = {"config_paths": ["configs/tea.yaml", "configs/milk.yaml"], "post_fix": "v2"}

    found = resolve_prompt_paths(config, tmp_path / "flows" / "flow.yaml")
    assert found["config_paths"] == [f"{tmp_path}/configs/tea.yaml", "configs/milk.yaml"]


@pytest.mark.parametrize("path", ["y" * 5000 + ".yaml", "a\0b.yaml", "..", ""])
def test_a_path_that_no_file_can_have_stays(tmp_path, path):
    assert resolve_prompt_paths({"config_path": path}, tmp_path / "flow.yaml") == {"config_path": path}


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

    config = resolve_prompt_paths({"config_paths": written}, top / "flows" / "flow.yaml")
    assert str(config["config_paths"]) == str(found).replace("{top}", str(tmp_path))
