import pytest

from sdg_flows.flowfile.binding import Binding
from sdg_flows.flowfile.files import ReferencedFiles
from sdg_flows.flowfile.notes import UnusableFile


def test_a_mapping_is_read_from_beside_the_flow_file(write):
    flow_file = write("suite/flow.yaml", "")
    write("suite/tea.yaml", "temperature: hot\ncups: 2\n")

    assert ReferencedFiles(flow_file).mapping("tea.yaml") == {"temperature": "hot", "cups": 2}


@pytest.mark.parametrize(("text", "found"), [("- a\n", "a list of texts"), ("", "null")])
def test_a_file_that_holds_no_mapping_is_refused(write, text, found):
    flow_file = write("suite/flow.yaml", "")
    write("suite/tea.yaml", text)

    with pytest.raises(ValueError, match=rf"suite/tea\.yaml holds {found}; expected a mapping"):
        ReferencedFiles(flow_file).mapping("tea.yaml")


def test_a_mapping_that_is_not_yaml_is_refused_at_its_line(write):
    flow_file = write("suite/flow.yaml", "")
    write("suite/tea.yaml", "a: 1\na: 2\n")

    with pytest.raises(UnusableFile, match=r"suite/tea\.yaml:2: key 'a' stands here a second time"):
        ReferencedFiles(flow_file).mapping("tea.yaml")


def test_a_prompt_file_is_read_once(flow):
    files = ReferencedFiles(flow())

    assert files.prompt("../configs/qa.yaml") is files.prompt("../configs/qa.yaml")
    assert list(files.prompts) == ["../configs/qa.yaml"]


def test_scaled_without_a_number_names_the_setting_c043(flow):
    with pytest.raises(ValueError, match="num_instructions_to_generate was not set"):
        ReferencedFiles(flow()).scaled_draws()


@pytest.mark.parametrize(
    ("of_the_run", "own", "in_force"),
    [(None, "granite", "granite"), ("chatml", "granite", "chatml"), ("chatml", None, "chatml")],
)
def test_the_family_of_the_run_goes_before_that_of_the_block_c050(flow, of_the_run, own, in_force):
    form = ReferencedFiles(flow(), Binding(model_family=of_the_run)).chat_format(own)

    assert form is not None
    assert form.name == in_force


def test_without_any_family_there_is_no_chat_format_c050(flow):
    assert ReferencedFiles(flow()).chat_format(None) is None
