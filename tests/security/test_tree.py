"""What stands nowhere in the package: ways to run what was meant to be read, and to trust anybody."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "sdg_flows"
FORBIDDEN = {
    *("yaml.load", "yaml.load_all", "yaml.unsafe_load", "yaml.full_load", "torch.load", "os.system", "os.popen"),
    *("numpy.load", "pandas.read_pickle", "shelve.open", "operator.attrgetter", "operator.methodcaller"),
}
TRUSTING = {"verify", "ssl", "check_hostname"}


def calls(file: Path) -> list[ast.Call]:
    return [node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call)]


CALLS = {file.relative_to(PACKAGE).as_posix(): calls(file) for file in sorted(PACKAGE.rglob("*.py"))}


@pytest.mark.parametrize("file", CALLS)
def test_nothing_is_called_that_runs_what_it_reads(file):
    assert not {ast.unparse(call.func) for call in CALLS[file]} & FORBIDDEN


@pytest.mark.parametrize("file", CALLS)
def test_no_program_is_started_through_a_shell(file):
    assert not [word for call in CALLS[file] for word in call.keywords if word.arg == "shell"]


@pytest.mark.parametrize("file", CALLS)
def test_certificates_are_always_checked(file):
    words = {(word.arg, ast.unparse(word.value)) for call in CALLS[file] for word in call.keywords}

    assert not words & {(name, "False") for name in TRUSTING}
