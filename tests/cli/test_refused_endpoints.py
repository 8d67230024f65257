import re

import pytest

from orchestrate.counting_teacher import failing


def test_an_endpoint_where_nobody_answers_is_told_and_the_run_may_be_tried_again(refused, project, teacher):
    code, said = refused(*project.arguments, "--endpoint", "http://127.0.0.1:9/v1")

    assert code == 75
    assert re.fullmatch(r"sdg-flows: .*: nobody answers there .*nothing was asked\.\n", last(said))


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("sk-not-a-key", r"refuses the key \(.*no such key\)\. Set OPENAI_API_KEY to a valid one\."),
        ("", r"wants a key \(.*no such key\)\. Set OPENAI_API_KEY\."),
    ],
    ids=["wrong", "none"],
)
def test_a_key_that_is_refused_or_missing_is_told(refused, project, teacher, monkeypatch, key, sentence):
    monkeypatch.setenv("OPENAI_API_KEY", key)
    teacher.fault = lambda exchange: failing(401, "no such key")
    code, said = refused(*project.arguments)

    assert code == 4
    assert re.fullmatch(rf"sdg-flows: http.*: {sentence}\n", last(said))


def test_a_model_that_is_not_served_is_told_with_the_nearest(refused, project, teacher):
    code, said = refused(*project.arguments, "--model", "countin")

    assert code == 2
    assert re.search(r"serves no model 'countin'\. Did you mean 'counting'\? Served: counting\.", said)


def last(said: str) -> str:
    return said.splitlines(keepends=True)[-1]
