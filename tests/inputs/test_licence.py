import pytest

from sdg_flows.inputs.licence import read_licence


@pytest.mark.parametrize(
    ("text", "licence"),
    [
        ("Title of work: x\nLicense of the work: Apache-2.0\nCreator names: y\n", "Apache-2.0"),
        ("licence: MIT\n\nLicense of the work: CC0-1.0\nLicence: MIT\n", "MIT; CC0-1.0"),
        (" all mine \n", "all mine"),
        ("\n", None),
    ],
)
def test_the_licences_named_are_given_once_each_else_the_whole_text(tmp_path, text, licence):
    (tmp_path / "attribution.txt").write_text(text)

    assert read_licence(tmp_path) == licence


def test_a_folder_without_attribution_names_no_licence(tmp_path):
    assert read_licence(tmp_path) is None
