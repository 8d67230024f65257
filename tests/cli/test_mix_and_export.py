import pytest

from outputs.mixes import rows_in, talk, ten, write_recipe, write_rows
from outputs.records import answered, made, run
from sdg_flows.cli.export_command import FORMS
from sdg_flows.cli.main import main
from sdg_flows.outputs.export.exporting import PREFERENCE
from sdg_flows.outputs.export.forms import FORMS as KNOWN_FORMS
from sdg_flows.outputs.mixing.recipe import Ingredient
from sdg_flows.outputs.run_folder.folder import write_run_folder


@pytest.fixture
def called(tmp_path, monkeypatch, capsys):
    """Return a function that calls `sdg-flows` with words in the test's folder, and gives its code and what it said."""
    monkeypatch.chdir(tmp_path)

    def call(*words):
        with pytest.raises(SystemExit) as left:
            main(words)
        said = capsys.readouterr()
        return left.value.code, said.out + said.err

    return call


@pytest.fixture
def recipe(tmp_path):
    """Return the name of a recipe for half of ten rows and one that has an empty message."""
    write_rows(tmp_path / "a.jsonl", ten())
    write_rows(tmp_path / "b.jsonl", [talk("Q", "")])
    parts = (Ingredient(path="a.jsonl", sampling_size=0.5), Ingredient(path="b.jsonl"))
    return write_recipe(tmp_path / "recipe.yaml", *parts).name


def test_a_recipe_is_mixed_and_what_was_left_out_is_said(called, recipe, tmp_path):
    assert called("mix", recipe, "--output", "out.jsonl", "--system-prompt", "Hi.") == (
        0,
        "out.jsonl: 5 rows; 1 left out, for an empty message\n",
    )
    assert {row["messages"][0]["content"] for row in rows_in(tmp_path / "out.jsonl")} == {"Hi."}


def test_a_seed_decides_which_rows(called, recipe, tmp_path):
    for name, seed in (("a", "1"), ("b", "2"), ("c", "1")):
        called("mix", recipe, "--output", f"{name}.mix", "--seed", seed)
    first, other, again = ((tmp_path / f"{name}.mix").read_bytes() for name in "abc")

    assert first == again != other


def test_precomputed_data_sets_go_first_and_knowledge_is_upsampled(called, tmp_path):
    write_rows(tmp_path / "many.jsonl", [talk("Q", "A", id="many")] * 1000)
    write_rows(tmp_path / "k_p10.jsonl", [talk("Q", "A", id="own")])
    write_recipe(tmp_path / "skills.yaml", Ingredient(path="many.jsonl"))
    own = write_recipe(tmp_path / "own.yaml", Ingredient(path="k_p10.jsonl", sampling_size=1.0)).name

    called("mix", own, "--precomputed", "skills.yaml", "--upsample", "--output", "out.jsonl")
    assert [row["id"] for row in rows_in(tmp_path / "out.jsonl")] == ["many"] * 1000 + ["own"] * 30


def test_a_recipe_without_data_sets_says_that_nothing_is_written(called, tmp_path):
    write_recipe(tmp_path / "recipe.yaml")

    assert called("mix", "recipe.yaml", "--output", "out.jsonl")[1].endswith("nothing is written\n")
    assert not (tmp_path / "out.jsonl").exists()


def test_upsampling_without_precomputed_rows_is_refused(called, recipe):
    code, said = called("mix", recipe, "--output", "out.jsonl", "--upsample")

    assert code == 2
    assert "name their recipe with --precomputed" in said


def test_a_recipe_that_cannot_be_used_is_refused(called):
    code, said = called("mix", "none.yaml", "--output", "out.jsonl")

    assert code == 2
    assert "none.yaml: the recipe cannot be read" in said


@pytest.mark.parametrize("form", FORMS)
def test_a_run_is_exported_in_each_form(called, tmp_path, form):
    pairs = {"prompt": ["Q1", "Q2"], "chosen": ["A", "B"], "rejected": ["a", "b"]}
    write_run_folder(run(made(answered("Q1", "Q2", **pairs))), tmp_path / "run")

    assert called("export", "run", "--form", form, "--output", "out.jsonl") == (0, "out.jsonl: 2 rows\n")
    assert len(rows_in(tmp_path / "out.jsonl")) == 2


def test_rows_that_are_left_out_of_an_export_are_said(called, tmp_path):
    write_rows(tmp_path / "in.jsonl", [talk("Q", "A"), talk("Q")])

    assert called("export", "in.jsonl", "--form", "alpaca", "--output", "out.jsonl") == (
        0,
        "out.jsonl: 1 row; 1 left out: alpaca has no place for their turns\n",
    )


def test_a_run_without_pairs_is_refused_and_a_file_that_was_there_stays(called, tmp_path):
    write_run_folder(run(made(answered("Q1"))), tmp_path / "run")
    (tmp_path / "out.jsonl").write_text("kept", encoding="utf-8")

    assert called("export", "run", "--form", "preference", "--output", "out.jsonl") == (
        2,
        "sdg-flows: run: no row has 'prompt', 'chosen' and 'rejected'. Expected a run of nemotron/preference.\n",
    )
    assert (tmp_path / "out.jsonl").read_text(encoding="utf-8") == "kept"


def test_the_command_line_knows_every_form():
    assert set(FORMS) == {*KNOWN_FORMS, PREFERENCE}
