import pytest

from sdg_flows.yamltext.bounds import check_bounds
from sdg_flows.yamltext.problem import YamlProblem

LEVELS = [f"k{at}: &k{at} [{', '.join([f'*k{at - 1}'] * 9)}]" for at in range(1, 9)]
BOMB = "\n".join(["k0: &k0 [lol, lol]", *LEVELS])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x" * 1_048_577, r"^f\.yaml: the file has 1048577 bytes; at most 1048576 are read$"),
        ("a:\n " + "[" * 51, r"^f\.yaml:2: the YAML is nested more than 50 deep$"),
        (BOMB, r"^f\.yaml:7: aliases repeat too much; write the values out$"),
        ("a: &a x\nb: [" + "*a, " * 101 + "]", r"^f\.yaml:2: aliases repeat too much"),
        ("a: &a [*a]", r"^f\.yaml:1: alias \*a stands inside what it repeats$"),
        ("a: 1\nb: *c", r"^f\.yaml:2: alias \*c has no anchor &c before it$"),
        (
            "a: 1\nb: !!python/name:os.system x",
            r"^f\.yaml:2: tag 'tag:yaml.org,2002:python/name:os.system' is not read",
        ),
        ("a: !!str 1", "tag 'tag:yaml.org,2002:str' is not read; write the value without a tag"),
        ("a: 1\n---\nb: 2", r"^f\.yaml:2: a second document starts here; one is expected in a file$"),
    ],
)
def test_a_text_beyond_the_bounds_is_refused(text, message):
    with pytest.raises(YamlProblem, match=message):
        check_bounds(text, "f.yaml")


@pytest.mark.parametrize(
    "text",
    ["", "x" * 1_048_576, "[" * 50 + "]" * 50, "a: &a {x: 1}\nb: [" + "*a, " * 100 + "]"],
    ids=["empty", "size", "depth", "aliases"],
)
def test_a_text_at_the_bounds_passes(text):
    assert check_bounds(text, "f.yaml") is None
