import os
from importlib.metadata import EntryPoint

import pytest

from sdg_flows.core.errors import SettingsError
from sdg_flows.flowfile.places import entry_point_folder, flows_root, outermost_folder, places


@pytest.fixture
def folders(tmp_path):
    """Return a function that makes folders below the test's, and gives their paths."""

    def made(*names):
        for name in names:
            (tmp_path / name).mkdir(parents=True)
        return [tmp_path / name for name in names]

    return made


def test_the_users_folders_go_before_the_machines_and_those_before_ours(folders, tmp_path):
    names = ("path1", "path2", "config/sdg_flows", "data/sdg_flows", "etc/sdg_flows", "share/sdg_flows")
    made = folders(*names)
    environment = {
        "SDG_FLOWS_PATH": os.pathsep.join(map(str, made[:2])),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "XDG_CONFIG_DIRS": str(tmp_path / "etc"),
        "XDG_DATA_DIRS": str(tmp_path / "share"),
    }

    assert [place.root for place in places(environment)] == [*made, flows_root()]


@pytest.mark.parametrize("below", [".config", ".local/share"])
def test_without_xdg_variables_the_folders_are_those_below_home(folders, tmp_path, below):
    (folder,) = folders(f"{below}/sdg_flows")
    nowhere = {"XDG_CONFIG_DIRS": "/nowhere", "XDG_DATA_DIRS": "/nowhere"}

    assert [place.root for place in places({"HOME": str(tmp_path), **nowhere})] == [folder, flows_root()]


def test_a_relative_xdg_folder_is_ignored(folders, tmp_path, monkeypatch):
    folders("config/sdg_flows")
    monkeypatch.chdir(tmp_path)

    assert [place.root for place in places({"XDG_CONFIG_HOME": "config"})][-1] == flows_root()
    assert not [place for place in places({"XDG_CONFIG_HOME": "config"}) if "config" in place.called]


def test_a_folder_named_twice_is_one_place(folders):
    (folder,) = folders("suites")
    twice = os.pathsep.join([str(folder), f"{folder}/../suites"])

    assert [place.root for place in places({"SDG_FLOWS_PATH": twice})].count(folder) == 1


@pytest.mark.parametrize("value", ["sdg_flows.flowfile", "sdg_flows.flowfile.places"], ids=["package", "module"])
def test_an_installed_package_names_a_module_whose_folder_holds_suites(value):
    point = EntryPoint("more", value, "sdg_flows.suites")

    assert entry_point_folder(point).name == "flowfile"


@pytest.mark.parametrize("value", ["sdg_flows.none", "no_such_package.flows"])
def test_an_installed_package_that_names_no_module_is_refused(value):
    with pytest.raises(SettingsError, match=rf"its suites as more = '{value}', and there is no such module\."):
        entry_point_folder(EntryPoint("more", value, "sdg_flows.suites"))


def test_a_flow_file_of_a_place_reaches_up_to_the_place(folders, tmp_path, monkeypatch):
    _, deep = folders("suites", "suites/annotation/emotion")
    assert outermost_folder(deep) == tmp_path / "suites" / "annotation"

    monkeypatch.setenv("SDG_FLOWS_PATH", str(tmp_path / "suites"))
    assert outermost_folder(deep) == tmp_path / "suites"
