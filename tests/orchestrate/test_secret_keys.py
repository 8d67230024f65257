import pytest
from prefect.blocks.system import Secret

from orchestrate.counting_teacher import failing
from orchestrate.project import record
from sdg_flows.core.errors import SettingsError, TeacherStopped


@pytest.fixture
def team_key(prefect_server: str) -> str:
    Secret(value="sk-of-the-team").save("team-key", overwrite=True)
    return "sk-of-the-team"


def test_the_key_in_a_secret_block_is_sent(project, teacher, team_key, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-environment")
    run = project.run(key_block="team-key")

    assert {exchange.key for exchange in teacher.exchanges} == {team_key}
    assert record(run)["settings"]["key_block"] == "team-key"


def test_a_teacher_file_may_name_a_block_for_each_endpoint(project, teacher, team_key):
    file = project.write("teacher.yaml", f"endpoint: {teacher.url}\nkey_block: team-key\n")
    project.run(endpoint=None, teacher=str(file))

    assert {exchange.key for exchange in teacher.exchanges} == {team_key}


def test_a_block_that_is_not_there_is_refused_without_repeating_its_name(project, teacher, team_key):
    with pytest.raises(SettingsError) as refused:
        project.run(key_block="sk-pasted")

    assert str(refused.value) == "key_block: Prefect has no Secret block of that name. There: team-key."
    assert teacher.prompts == []


def test_a_block_that_holds_no_text_is_refused(project, teacher, prefect_server):
    Secret(value={"key": "sk"}).save("a-mapping", overwrite=True)

    with pytest.raises(SettingsError, match="the Secret block 'a-mapping' holds no text"):
        project.run(key_block="a-mapping")


def test_a_refused_key_says_which_block_to_mend(project, teacher, team_key):
    teacher.fault = lambda exchange: failing(401, "no such key")

    with pytest.raises(TeacherStopped, match="Set the Secret block 'team-key' to a valid one"):
        project.run(key_block="team-key")


def test_the_offline_teacher_can_be_chosen_whatever_the_environment_says(project, teacher, monkeypatch):
    monkeypatch.setenv("OPENAI_BASE_URL", teacher.url)
    run = project.run(endpoint=None, teacher="offline", pipeline="simple", input=None, limit=1)

    assert record(run)["offline"] is True
    assert teacher.prompts == []


def test_the_offline_teacher_and_an_endpoint_are_refused_together(project):
    with pytest.raises(SettingsError, match="--teacher offline: asks no server, and --endpoint is for one"):
        project.run(teacher="offline")
