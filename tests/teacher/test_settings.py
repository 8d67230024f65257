import pytest

from sdg_flows.core.errors import SettingsError
from sdg_flows.teacher.settings import TeacherSettings, check_names, settings_from


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
        ("endpoints: {judge: {endpoint: x, key: y}}\n", "no setting 'endpoints.judge.key'. Did you mean 'key_env'?"),
        ("endpoints: {judge: {model: x}}\n", "endpoints.judge.endpoint: Field required"),
        ("endpoints: {judge: {endpoint: x}}\n", "endpoints.judge.endpoint: found 'x', expected an address such as"),
        ("api_key: x\n", "no setting 'api_key'. A key stands in no file; key_env names the environment variable"),
        ("max_in_flight: none\n", "max_in_flight: Input should be a valid integer"),
        ("model: a\nmodel: b\n", "teacher.yaml:2:"),
    ],
)
def test_a_teacher_file_with_a_mistake_is_refused_with_its_place(tmp_path, text, said):
    (tmp_path / "teacher.yaml").write_text(text)

    with pytest.raises(SettingsError) as error:
        settings_from(tmp_path / "teacher.yaml", {}, {})
    assert said in str(error.value)


def test_a_teacher_file_that_is_not_there_is_refused_with_the_nearest_name(tmp_path):
    (tmp_path / "teacher.yaml").touch()

    with pytest.raises(SettingsError, match=r"teachr\.yaml: no such teacher file\. Did you mean 'teacher\.yaml'\?"):
        settings_from(tmp_path / "teachr.yaml", {}, {})


def test_a_file_without_an_address_leaves_the_environments(tmp_path):
    (tmp_path / "teacher.yaml").write_text("max_in_flight: 4\n")
    settings = settings_from(tmp_path / "teacher.yaml", {}, {"OPENAI_BASE_URL": "http://env/v1"})

    assert settings == TeacherSettings(endpoint="http://env/v1", max_in_flight=4)


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"endpoint": "localhost:8000"}, "expected an address such as"),
        ({"endpoint": "http://localhost:abc/v1"}, "expected an address such as"),
        ({"endpoint": "http://host/v1/chat/completions/"}, r"expected what comes before .*: http://host/v1$"),
        ({"endpoint": "http://models/v1/models"}, r"expected what comes before /models: http://models/v1$"),
        ({"endpoint": "http://user:secret@host/v1"}, "holds a user name or password"),
        ({"model": "m"}, "there is no endpoint to ask"),
        ({"endpoint": "http://host/v1", "max_in_flight": 0}, "max_in_flight"),
    ],
)
def test_a_choice_that_cannot_work_is_refused_in_one_sentence(chosen, said):
    with pytest.raises(SettingsError, match=said):
        settings_from(None, chosen, {})


JUDGE = {"endpoint": "http://own/v1", "endpoints": {"judge": {"endpoint": "http://other/v1"}}}


@pytest.mark.parametrize(("settings", "names"), [(JUDGE, ["judge"]), (JUDGE, []), ({}, ["anybody"])])
def test_names_of_the_teacher_file_and_any_name_offline_may_be_used(settings, names):
    check_names(TeacherSettings.model_validate(settings), names)


def test_a_name_that_the_teacher_file_does_not_have_is_refused():
    with pytest.raises(SettingsError, match=r"'juge', which the teacher file does not have .* Did you mean 'judge'\?"):
        check_names(TeacherSettings.model_validate(JUDGE), ["juge"])
