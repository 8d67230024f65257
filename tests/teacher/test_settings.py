import pytest

from sdg_flows.core.errors import SettingsError
from sdg_flows.teacher.settings import TeacherSettings, settings_from


def test_without_anything_said_there_is_no_endpoint():
    assert settings_from(None, {}, {}) == TeacherSettings()


def test_a_choice_goes_before_the_file_and_the_file_before_the_environment(tmp_path):
    file = tmp_path / "teacher.yaml"
    file.write_text("endpoint: http://file/v1\nmodel: from-file\n")
    environment = {"OPENAI_BASE_URL": "http://env/v1"}

    assert settings_from(None, {}, environment).endpoint == "http://env/v1"
    assert settings_from(file, {"model": None}, environment).endpoint == "http://file/v1"
    assert settings_from(file, {"model": "chosen"}, environment).model == "chosen"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("modle: x\n", "a teacher has no setting 'modle'. Did you mean 'model'?"),
        ("max_in_flight: none\n", "max_in_flight: Input should be a valid integer"),
        ("model: a\nmodel: b\n", "teacher.yaml:2:"),
    ],
)
def test_a_teacher_file_with_a_mistake_is_refused_with_its_place(tmp_path, text, said):
    (tmp_path / "teacher.yaml").write_text(text)

    with pytest.raises(SettingsError) as error:
        settings_from(tmp_path / "teacher.yaml", {}, {})
    assert said in str(error.value)
