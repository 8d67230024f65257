"""Wrong commands of someone who is new here: each is refused in a sentence with the nearest right thing."""

import pytest

from sdg_flows.cli.main import main


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("run", "--limit", "0"), "argument --limit: found '0', expected a whole number from 1 up."),
        (("run", "--outptu", "x"), "there is no --outptu x here. Did you mean '--output'?"),
        (("run", "--accept-partial", "--max-rejected", "1"), "not allowed with argument"),
        (("report", "x", "--port", "70000"), "found '70000', expected a port from 1 to 65535, or 0 for a free one."),
        (
            ("run", "--runner", "rey"),
            "argument --runner: found 'rey', expected one of local, dask, ray. Did you mean 'ray'?",
        ),
        (("run", "quiz.yaml"), "found 'quiz.yaml' where a flag is expected. Did you mean --pipeline quiz.yaml?"),
        (
            ("run", "--api-key", "k"),
            "there is no --api-key here. A key is read from the environment: set OPENAI_API_KEY.",
        ),
        (("rum",), "argument COMMAND: found 'rum', expected one of run, plan,"),
        (("why",), "the following arguments are required: ROW."),
    ],
)
def test_it_is_one_sentence(sdg_flows, words, said):
    (command, *rest) = words
    end = sdg_flows(*rest, command=command)

    assert (end.code, end.out, end.err.count("\n")) == (2, "", 1)
    assert said in end.err


def test_no_word_at_all_shows_the_help(capsys):
    with pytest.raises(SystemExit) as left:
        main([])

    assert (left.value.code, capsys.readouterr().out.split("\n")[0]) == (
        0,
        "usage: sdg-flows [-h] [--version] [--markdown] COMMAND ...",
    )


def test_the_run_that_was_meant_is_asked_about(example, sdg_flows):
    file = example.folder / "train.jsonl"
    of_a_file = sdg_flows(str(file), command="report").err
    misspelt = sdg_flows(
        example.folder.name[:-1], example.folder.name, "--output", str(example.home / "out"), command="diff"
    ).err

    assert f"Did you mean {str(example.folder)!r}?" in of_a_file
    assert f"Did you mean {example.folder.name!r}?" in misspelt
