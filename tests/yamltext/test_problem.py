import pytest

from sdg_flows.yamltext.problem import YamlProblem
from sdg_flows.yamltext.reader import read_yaml


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a:\n\t- b", r"^f\.yaml:2: a tab stands where YAML expects spaces; indent with spaces$"),
        ("a: 1\nb: c: d", r"^f\.yaml:2: not readable as YAML: mapping values are not allowed in this context$"),
        ("a: 1\nb: 'c", r"^f\.yaml:2: not readable as YAML: while scanning a quoted scalar found unexpected end"),
        ("a: 1\nb: \x01", r"^f\.yaml:2: character '\\x01' is not allowed in YAML$"),
        ("a: 1\nb: \ud800", r"^f\.yaml:2: character '\\ud800' is not allowed in YAML$"),
    ],
)
def test_a_text_that_is_not_yaml_is_refused_with_its_line(text, message):
    with pytest.raises(YamlProblem, match=message):
        read_yaml(text, "f.yaml")


def test_a_problem_keeps_its_file_line_and_text():
    problem = YamlProblem("f.yaml", 3, "too deep")

    assert (problem.file, problem.line, problem.text, str(problem)) == ("f.yaml", 3, "too deep", "f.yaml:3: too deep")
