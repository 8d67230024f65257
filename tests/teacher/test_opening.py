import asyncio
import json

import pytest

from sdg_flows.core.errors import SettingsError
from sdg_flows.core.exchange import Request
from sdg_flows.teacher.answer_store.store import AnswerStore
from sdg_flows.teacher.opening import open_teacher
from sdg_flows.teacher.settings import TeacherSettings
from teacher.local_server import http, local_server

MODELS = http("200 OK", b'{"data": [{"id": "served"}]}')


def asking(name):
    return Request("r0", 0, {}, messages=({"role": "user", "content": "hi"},), teacher=name)


def reply(text):
    if text.startswith("GET"):
        return MODELS
    key = next(line for line in text.splitlines() if line.lower().startswith("authorization"))
    return http("200 OK", json.dumps({"choices": [{"text": key.rpartition("-")[2]}]}).encode())


def answered(tmp_path, *names):
    async def run():
        async with local_server(reply) as server:
            judge = {"endpoint": server.url, "key_env": "JUDGE_API_KEY"}
            settings = TeacherSettings.model_validate({"endpoint": server.url, "endpoints": {"judge": judge}})
            teacher = await open_teacher(settings, lambda: AnswerStore(tmp_path / "answers.sqlite"), lambda: 0)
            try:
                return [(await teacher.answers(teacher.keyed([asking(name)])))[0].text for name in names]
            finally:
                await teacher.close()

    return asyncio.run(run())


def test_each_endpoint_gets_its_own_key(tmp_path, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-own")
    monkeypatch.setenv("JUDGE_API_KEY", "sk-judge")
    (tmp_path / "again").mkdir()

    assert answered(tmp_path, "judge") == ["judge"]
    assert answered(tmp_path / "again", None) == ["own"]


def test_a_name_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(SettingsError, match="asks the teacher 'jury'"):
        answered(tmp_path, "jury")


def test_a_key_that_cannot_be_one_names_its_variable(tmp_path, monkeypatch):
    monkeypatch.setenv("JUDGE_API_KEY", "schl\u00fcssel")

    with pytest.raises(SettingsError, match=r"^JUDGE_API_KEY: holds characters"):
        answered(tmp_path, "judge")


def test_offline_every_name_is_answered(tmp_path):
    async def run():
        teacher = await open_teacher(TeacherSettings(), lambda: AnswerStore(tmp_path / "answers.sqlite"), lambda: 0)
        answer = (await teacher.answers(teacher.keyed([asking("judge")])))[0]
        await teacher.close()
        return answer.outcome

    assert asyncio.run(run()) == "ok"
