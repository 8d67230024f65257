import pytest

from sdg_flows.core.errors import SettingsError
from sdg_flows.core.pipeline import walk
from sdg_flows.flowfile.binding import Binding
from sdg_flows.flowfile.library import KINDS, find_suite, flows_root, list_suites
from sdg_flows.flowfile.load import load

FLOW = 'version: "1.0"\nblocks: [{name: a, type: DropColumnsBlock, config: {cols: [x]}}]\n'
LEAF = ["leaf_node_path", "leaf_node_type"]
SKILL = [*LEAF, "task_description", "seed_question", "seed_response"]
PAIRS = [f"icl_{part}_{at}" for at in (1, 2, 3) for part in ("query", "response")]
KNOWLEDGE = [*LEAF, "domain", "document", "document_outline", "icl_document", *PAIRS]
INPUTS = {"freeform_skills": SKILL, "grounded_skills": [*SKILL, "seed_context"]}
SHIPPED = [pytest.param(path, id=f"{it.name}/{stem}") for it in list_suites() for stem, path in it.pipelines.items()]


@pytest.mark.parametrize("path", SHIPPED)
def test_every_flow_file_of_ours_makes_its_columns_from_those_of_a_taxonomy(path):
    pipeline = load(path, Binding(num_instructions=2))
    end = walk(pipeline, INPUTS.get(path.stem, KNOWLEDGE))[-1].columns

    assert set(LEAF) <= set(end)
    assert path.stem not in KINDS or {"question", "response"} <= set(end)


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


def test_other_flow_files_of_a_folder_are_pipelines_after_the_kinds(write):
    for name in ("alpha", "knowledge", "freeform_skills"):
        folder = write(f"mine/{name}.yaml", FLOW).parent
    write("mine/qna.yaml", "version: 3\nseed_examples: []\n")
    write("mine/broken.yaml", "a: [")

    assert list(find_suite(str(folder)).pipelines) == ["knowledge", "freeform_skills", "alpha", "broken"]


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


def test_a_file_of_another_kind_is_refused(write):
    with pytest.raises(SettingsError, match=r"is no flow file; expected a name that ends in \.yaml or \.yml"):
        find_suite(str(write("notes.txt", "")))
