import pytest

from sdg_flows.yamltext.problem import YamlProblem
from sdg_flows.yamltext.reader import read_yaml

TEXT = """\
version: 3
seed_examples:
  - question: q1
    answer: >-
      long
      answer
  - answer: a2
    question: yes
"""


def test_values_are_plain_python():
    assert read_yaml(TEXT, "f.yaml").value == {
        "version": 3,
        "seed_examples": [{"question": "q1", "answer": "long answer"}, {"answer": "a2", "question": "yes"}],
    }


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 1),
        (("seed_examples",), 2),
        (("seed_examples", 0, "answer"), 4),
        (["seed_examples", 1], 7),
        (("seed_examples", 1, "question"), 8),
        (("seed_examples", 1, "context"), 7),
        (("document", "repo"), 1),
    ],
)
def test_a_path_has_the_line_of_its_key_or_nearest_ancestor(path, line):
    assert read_yaml(TEXT, "f.yaml").line(path) == line


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "\ufeff"])
def test_a_text_without_content_has_no_value_and_no_line(text):
    marked = read_yaml(text, "f.yaml")

    assert (marked.value, marked.line(("a",))) == (None, None)


def test_quoted_scalars_and_keys_are_always_text():
    assert read_yaml("on: 'true'\n1: \"2\"\nnull: ''", "f.yaml").value == {"on": "true", "1": "2", "null": ""}


def test_byte_order_mark_and_windows_line_ends_are_read_over():
    marked = read_yaml("\ufeffa: 1\r\nb: x\r\n", "f.yaml")

    assert (marked.value, marked.line(("b",))) == ({"a": 1, "b": "x"}, 2)


def test_an_alias_gives_its_own_copy_of_the_value():
    value = read_yaml("a: &a [1]\nb: *a", "f.yaml").value
    value["a"].append(2)

    assert value == {"a": [1, 2], "b": [1]}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\nb: 2\na: 3", r"^f\.yaml:3: key 'a' stands here a second time, first in line 1$"),
        ("x:\n  '1': a\n  1: b", r"^f\.yaml:3: key '1' stands here a second time, first in line 2$"),
        ("a: &a {b: 1}\n<<: *a", r"^f\.yaml:2: merge key '<<' is not read; write its keys out$"),
        ("? [a, b]\n: c", r"^f\.yaml:1: a key must be a word or a text, not a list or a mapping$"),
    ],
)
def test_keys_that_are_not_plain_and_once_are_refused(text, message):
    with pytest.raises(YamlProblem, match=message):
        read_yaml(text, "f.yaml")
