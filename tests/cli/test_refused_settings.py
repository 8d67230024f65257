import re

import pytest


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--pipeline", "simpel"], "there is no suite.* 'simpel'. Did you mean 'simple'?"),
        (["--taxonomy", ".", "--input", "seeds.jsonl"], "--taxonomy and --input: give one of the two"),
        (["--endpoint", "localhost:8000/v1"], "--endpoint: found 'localhost:8000/v1', expected .* http://"),
        (["--endpoint", "http://ada:secret@localhost/v1"], "--endpoint: holds a user name or password"),
        (["--teacher", "teacher.yaml"], "teacher.yaml: a teacher has no setting 'modle'. Did you mean 'model'?"),
        (["--model-family", "mixtrall"], "mixtrall.*Did you mean 'mixtral'?"),
        (["--inputs", "seeds.jsonl"], "there is no --inputs seeds.jsonl here. Did you mean '--input'?"),
        (["--num-instructions", "0"], "found '0', expected a whole number from 1 up"),
        (["--max-rejected", "-1"], "found '-1', expected a whole number from 0 up"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_setting_that_cannot_be_meant_is_refused(refused, project, teacher, words, sentence):
    project.write("teacher.yaml", f"endpoint: {teacher.url}\nmodle: counting\n")
    code, said = refused(*words)

    assert code == 2
    assert re.search(sentence.replace("?", r"\?"), said)
