"""The SDG Framework's annotation command line, with a prompt and a flow file of our own."""

import signal

import pytest
from aiohttp import web

from cli.commands import ended, killed
from orchestrate.project import lines

LABELS = ["sadness", "joy", "love", "anger", "fear", "surprise"]
FLOW = f"""
version: "1.0"
blocks:
  - name: label
    type: LLMBlock
    config:
      config_path: label.yaml
      output_cols: [output]
      gen_kwargs: {{max_tokens: 5, temperature: 0, extra_body: {{guided_choice: {LABELS}}}}}
"""
PROMPT = """
system: null
introduction: null
principles: null
examples: null
generation: "Label: {{ prompt }}"
start_tags: [""]
end_tags: [""]
"""
ROWS = [
    {
        "prompt": f"text {at}",
        "label": at % 6,
        "examples": [{"answer": "a", "question": "q"}],
        "ground_truth": LABELS[at % 6],
    }
    for at in range(40)
]


@pytest.fixture
def words(project, teacher):
    """Return the words of the command, for a teacher that knows every label but that of text 7."""

    def labelled(exchange):
        if exchange.prompt == "/v1/models":
            return None
        at = int(exchange.prompt.split()[-1])
        said = "no label" if at == 7 else LABELS[at % 6]
        message = {"role": "assistant", "content": said}
        return web.json_response({"choices": [{"index": 0, "message": message, "finish_reason": "stop"}]})

    teacher.fault = labelled
    project.write("flow.yaml", FLOW)
    project.write("label.yaml", PROMPT)
    project.write_seeds(ROWS)
    flags = {
        "--ds_path": project.folder / "seeds.jsonl",
        "--bs": 8,
        "--num_workers": 2,
        "--save_path": project.folder / "labelled.jsonl",
        "--checkpoint_dir": project.folder / "checkpoints",
        "--endpoint": teacher.url,
        "--flow": project.folder / "flow.yaml",
        "--save_freq": 2,
    }
    return [str(word) for flag in flags.items() for word in flag]


def test_every_row_is_kept_in_order_and_a_row_without_a_label_has_null(words, project, sdg_flows):
    end = sdg_flows(*words)

    expected = [{**row, "output": None if at == 7 else row["ground_truth"]} for at, row in enumerate(ROWS)]
    assert lines(project.folder / "labelled.jsonl") == expected
    assert end.code == 3
    assert "1 row rejected, more than --max-rejected 0" in end.err


def test_a_row_without_a_label_can_be_allowed_and_nothing_is_asked_again(words, teacher, sdg_flows):
    sdg_flows(*words)
    end = sdg_flows(*words, "--max-rejected", "1")

    assert (end.code, teacher.asked_again) == (0, 0)


@pytest.mark.nightly
def test_a_killed_command_asks_for_the_rest_only(words, project, teacher, start):
    teacher.latency = 0.2
    process = start(*words)
    teacher.wait_for(20)
    assert killed(process) == -signal.SIGKILL
    teacher.latency = 0.0

    assert ended(start(*words)).code == 3
    assert [row["prompt"] for row in lines(project.folder / "labelled.jsonl")] == [row["prompt"] for row in ROWS]
    assert teacher.most_at_once <= 16
    assert teacher.asked_again <= 16


def test_debug_takes_the_first_thirty_rows(words, project, sdg_flows):
    sdg_flows(*words, "--debug")

    assert len(lines(project.folder / "labelled.jsonl")) == 30


def test_accept_partial_leaves_with_0_whatever_was_rejected(words, sdg_flows):
    end = sdg_flows(*words, "--accept-partial")

    assert (end.code, "rejected, more than" in end.err) == (0, False)
