import pytest

from sdg_flows.core.errors import SettingsError
from sdg_flows.flowfile.suite import file_suite, flow_files

FLOW = 'version: "1.0"\nblocks: [{name: a, type: DropColumnsBlock, config: {cols: [x]}}]\n'


def test_the_flow_files_for_leaves_come_first_then_others_and_broken_ones_by_name(write):
    for name in ("alpha", "knowledge", "freeform_skills"):
        folder = write(f"mine/{name}.yaml", FLOW).parent
    write("mine/qna.yaml", "version: 3\nseed_examples: []\n")
    write("mine/broken.yaml", "a: [")
    write("mine/suite.yaml", "description: Mine.\n")

    assert list(flow_files(folder)) == ["knowledge", "freeform_skills", "alpha", "broken"]


def test_a_single_flow_file_is_a_suite_of_one(write):
    path = write("one/my_flow.yml", FLOW)

    assert file_suite(path, "my_flow", "here").pipelines == {"my_flow": path}


def test_a_file_of_another_kind_is_refused(write):
    with pytest.raises(SettingsError, match=r"is no flow file; expected a name that ends in \.yaml or \.yml"):
        file_suite(write("notes.txt", ""), "notes", "here")
