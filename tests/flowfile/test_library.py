import os
import re

import pytest

from sdg_flows.core.errors import SettingsError
from sdg_flows.core.pipeline import resolve_columns
from sdg_flows.flowfile.binding import Binding
from sdg_flows.flowfile.library import find_suite, list_suites
from sdg_flows.flowfile.load import load
from sdg_flows.flowfile.places import flows_root
from sdg_flows.flowfile.suite import KINDS

FLOW = 'version: "1.0"\nblocks: [{name: a, type: DropColumnsBlock, config: {cols: [x]}}]\n'
LEAF = ["leaf_node_path", "leaf_node_type"]
SKILL = [*LEAF, "task_description", "seed_question", "seed_response"]
PAIRS = [f"icl_{part}_{at}" for at in (1, 2, 3) for part in ("query", "response")]
KNOWLEDGE = [*LEAF, "domain", "document", "document_outline", "icl_document", *PAIRS]
INPUTS = {"freeform_skills": SKILL, "grounded_skills": [*SKILL, "seed_context"], "knowledge": KNOWLEDGE}
SHIPPED = [pytest.param(path, id=f"{it.name}/{stem}") for it in list_suites() for stem, path in it.pipelines.items()]
OF_KINDS = [param for param in SHIPPED if param.values[0].stem in KINDS]


@pytest.mark.parametrize("path", OF_KINDS)
def test_every_flow_file_for_leaves_makes_pairs_from_the_columns_of_a_taxonomy(path):
    end = resolve_columns(load(path, Binding(num_instructions=2)), INPUTS[path.stem])[-1].columns

    assert {*LEAF, "question", "response"} <= set(end)


@pytest.mark.parametrize("path", SHIPPED)
def test_every_flow_file_of_ours_is_read_without_a_warning(path):
    assert load(path, Binding(num_instructions=2)).warnings == ()


def test_simple_is_a_suite_of_ours_with_the_three_kinds():
    assert find_suite("simple").pipelines == {kind: flows_root() / "simple" / f"{kind}.yaml" for kind in KINDS}


def test_folders_without_flow_files_are_no_suites():
    assert {"configs", "chat_formats"}.isdisjoint(suite.name for suite in list_suites())


def test_a_folder_is_found_from_the_current_folder_c089(write, tmp_path, monkeypatch):
    write("mine/knowledge.yaml", FLOW)
    monkeypatch.chdir(tmp_path)

    suite = find_suite("mine")
    assert (suite.name, dict(suite.pipelines)) == ("mine", {"knowledge": suite.place / "knowledge.yaml"})
    assert load(suite.pipelines["knowledge"]).name == "knowledge"


def test_a_folder_is_found_by_its_absolute_path(write):
    path = write("mine/knowledge.yaml", FLOW)

    assert find_suite(str(path.parent)).pipelines == {"knowledge": path}


def test_a_folder_named_as_a_suite_of_ours_goes_before_it_and_says_so_c088(write, tmp_path, monkeypatch):
    write("simple/knowledge.yaml", FLOW)
    monkeypatch.chdir(tmp_path)

    suite = find_suite("simple")
    assert list(suite.pipelines) == ["knowledge"]
    assert suite.notice == "the folder 'simple' is used in place of the suite 'simple' of this package"


def test_a_folder_without_flow_files_does_not_hide_a_suite_of_ours(write, tmp_path, monkeypatch):
    write("simple/train.jsonl", "")
    monkeypatch.chdir(tmp_path)

    assert find_suite("simple").place == flows_root() / "simple"


def test_our_own_folder_by_its_path_needs_no_notice():
    assert find_suite(str(flows_root() / "simple")).notice is None


def test_one_flow_file_is_a_suite_by_its_stem(write):
    path = write("one/my_flow.yaml", FLOW)

    assert find_suite(str(path)).pipelines == {"my_flow": path}


@pytest.fixture
def two_places(write, tmp_path, monkeypatch):
    """Return two places: the first has full and annotation/emotion/{simple,icl}, the second full and a broken suite."""
    for file in ("first/full/knowledge", "first/annotation/emotion/simple", "first/annotation/emotion/icl"):
        write(f"{file}.yaml", FLOW)
    write("second/full/knowledge.yaml", FLOW)
    write("second/round/suite.yaml", "extends: ../round")
    write("second/alone.yaml", FLOW)
    monkeypatch.setenv("SDG_FLOWS_PATH", os.pathsep.join(str(tmp_path / name) for name in ("first", "second")))
    return tmp_path


@pytest.mark.parametrize(
    ("name", "stems"),
    [
        ("annotation/emotion", ["icl", "simple"]),
        ("annotation/emotion/", ["icl", "simple"]),
        ("annotation/emotion/simple", ["simple"]),
        ("annotation/emotion/simple.yaml", ["simple"]),
        ("alone", ["alone"]),
    ],
)
def test_a_name_is_a_path_below_a_place_to_a_folder_or_a_file(two_places, name, stems):
    suite = find_suite(name)

    assert (suite.name, list(suite.pipelines)) == (name.rstrip("/").removesuffix(".yaml"), stems)


def test_the_first_place_counts_and_says_what_it_replaces(two_places):
    suite = find_suite("full")

    assert suite.place == two_places / "first" / "full"
    assert suite.notice == (
        f"the folder '{two_places}/first/full' is used in place of the suite 'full' "
        f"in {two_places}/second (SDG_FLOWS_PATH)"
    )


def test_the_suites_of_all_places_are_listed_once_each(two_places):
    suites = {suite.name: suite for suite in list_suites()}

    assert {"alone", "annotation/emotion", "full", "round", "simple"} <= set(suites)
    assert suites["full"].notice == find_suite("full").notice
    assert (suites["alone"].notice, suites["simple"].found) == (None, "of this package")


def test_a_suite_that_cannot_be_used_is_listed_with_its_reason(two_places):
    (broken,) = (suite for suite in list_suites() if suite.name == "round")

    assert not broken.pipelines
    assert broken.notice == (
        f"broken: {two_places}/second/round/suite.yaml:1: 'extends' leads in a circle back to '../round'."
    )


@pytest.mark.parametrize("name", ["../first/full", "annotation/../../first/full"])
def test_no_name_leads_out_of_a_place(two_places, tmp_path_factory, monkeypatch, name):
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))

    with pytest.raises(SettingsError, match="there is no suite"):
        find_suite(name)


@pytest.mark.parametrize("name", ["simpel", "../flows_yaml/configs/none", ""])
def test_a_name_that_is_nothing_is_refused_with_the_suites(name):
    with pytest.raises(SettingsError, match=r"^there is no suite, folder or flow file '.*simple"):
        find_suite(name)


def test_the_nearest_name_is_asked_about():
    with pytest.raises(SettingsError, match=r"'simpel'\. Did you mean 'simple'\? Suites: "):
        find_suite("simpel")


def test_a_folder_without_flow_files_is_refused(tmp_path):
    with pytest.raises(SettingsError, match=r"holds no flow file; expected \.yaml files with 'version' and 'blocks'"):
        find_suite(str(tmp_path))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("mine/knowledg.yaml", " Did you mean 'mine/knowledge.yaml'? Suites: "),
        ("simple/knowledg.yaml", " Did you mean 'simple/knowledge.yaml'? Suites: "),
        ("rates.yaml", " Did you mean 'rate.yaml'? Suites: "),
        ("nothere.yaml", " Suites: "),
    ],
)
def test_the_nearest_file_is_asked_about_and_a_suffix_makes_none_near(write, tmp_path, monkeypatch, name, said):
    write("mine/knowledge.yaml", FLOW)
    write("rate.yaml", FLOW)
    monkeypatch.chdir(tmp_path)

    with pytest.raises(SettingsError, match=f"^there is no suite, folder or flow file '{name}'.{re.escape(said)}"):
        find_suite(name)
