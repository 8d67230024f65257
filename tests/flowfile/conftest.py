from textwrap import dedent

import pytest

from sdg_flows.core.errors import FlowFileError
from sdg_flows.flowfile.binding import UNBOUND
from sdg_flows.flowfile.load import load

PROMPT = """
system: null
introduction: About {{ topic }}.
principles: null
examples: null
generation: Write.
start_tags: ["<q>", "<a>"]
end_tags: ["</q>", "</a>"]
"""


@pytest.fixture
def write(tmp_path):
    """Return a function that writes a text into a file under the test's folder, and gives its path."""

    def written(name, text):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text).lstrip("\n"), "utf-8")
        return path

    return written


@pytest.fixture
def flow(write):
    """Return a function that writes suite/flow.yaml: `top` in its first line, then a step a line from line 3 on."""

    def written(*steps, top='version: "1.0"'):
        write("configs/qa.yaml", PROMPT)
        return write("suite/flow.yaml", "\n".join([top, "blocks:", *(f"  - {step}" for step in steps)]) + "\n")

    return written


@pytest.fixture
def ask():
    """Return a function that gives one line of YAML: a step named ask, of type LLMBlock, with more settings."""

    def step(more="", config_path="../configs/qa.yaml", output_cols="[q, a]"):
        settings = f"config_path: {config_path}, output_cols: {output_cols}{more and ', '}{more}"
        return f"{{name: ask, type: LLMBlock, config: {{{settings}}}}}"

    return step


@pytest.fixture
def refusals(tmp_path):
    """Return a function that gives the lines with which loading a flow file is refused, without the test's folder."""

    def lines(path, binding=UNBOUND):
        with pytest.raises(FlowFileError) as caught:
            load(path, binding)
        return str(caught.value).replace(f"{tmp_path}/", "").splitlines()

    return lines
