"""Teachers side by side on the same rows, and what is not asked again."""

import json
import re

import pytest

from orchestrate.counting_teacher import answer_to, counting_teacher, failing, said


@pytest.fixture(scope="module")
def other():
    """A second teacher, whose answers are longer and whose scores are 0."""
    with counting_teacher() as second:
        second.fault = lambda exchange: (
            said(f"{answer_to(exchange.prompt).rpartition('Score')[0]} Truly. Score: 0") if exchange.body else None
        )
        yield second


@pytest.fixture
def files(project, teacher, other):
    """Return the words that name both teachers, in files that have a price."""
    price = "price: {prompt: 1, completion: 10}"
    one = project.write("one.yaml", f"endpoint: {teacher.url}\n{price}\n")
    two = project.write("two.yaml", f"endpoint: {other.url}\n{price}\n")
    return ("--teacher", str(one), "--teacher", str(two))


@pytest.fixture
def compare(sdg_flows, project):
    """Return a function that compares over the project."""
    words = ("--pipeline", str(project.folder / "flow.yaml"), "--input", str(project.folder / "seeds.jsonl"))
    return lambda *more: sdg_flows(*words, *more, command="compare")


def test_both_see_the_same_rows_and_their_figures_stand_side_by_side(compare, files, teacher, other):
    before = len(other.prompts)
    found = json.loads(compare(*files, "--sample", "4", "--json").out)
    one, two = found["teachers"]

    assert set(teacher.prompts[:4]) == set(other.prompts[before : before + 4])
    assert (one["rows_in"], two["rows_in"], two["rows_out"]) == (4, 4, 0)
    assert found["same_verdicts"] == 4 - one["rows_out"]
    assert [(each["gave_rows"], each["alone"]) for each in (one, two)] == [(one["rows_out"], one["rows_out"]), (0, 0)]
    assert all(each["answers"] == each["usable"] == 8 and each["answer_seconds"] > 0 for each in (one, two))
    assert sum(two["blocks"][-1]["rejected"].values()) == 4
    assert one["usd"] == pytest.approx((one["usage"]["prompt_tokens"] + 10 * one["usage"]["completion_tokens"]) / 1e6)
    assert all(block["seconds"] > 0 for block in one["blocks"] if block["answers"])
    (score,) = found["scores"]
    assert (score["column"], score["means"][1]) == ("score", 0)


def test_neither_the_same_again_nor_one_of_them_alone_pays_twice(compare, files, teacher, other, project, sdg_flows):
    first = json.loads(compare(*files, "--json").out)
    asked = (len(teacher.prompts), len(other.prompts))
    again = json.loads(compare(*files, "--json").out)
    assert (len(teacher.prompts), len(other.prompts)) == asked
    assert [one["kept"] for one in again["teachers"]] == [one["bought"] for one in first["teachers"]]

    words = (
        "--pipeline",
        str(project.folder / "flow.yaml"),
        "--input",
        str(project.folder / "seeds.jsonl"),
        *files[:2],
    )
    alone = json.loads(sdg_flows("5", *words, "--json", command="preview").out)
    assert (alone["asked"], alone["kept"], len(teacher.prompts)) == (0, 10, asked[0])


def test_answers_to_the_same_prompt_stand_beside_one_another(compare, files, teacher, project):
    end = compare(*files, "--sample", "2", "--show", "1", "--full", "--html", "both.html")
    page = (project.folder / "both.html").read_text()

    assert end.code == 0
    assert "write_questions asked [user]: Write a question like What is topic" in end.out
    assert re.search(r"│ write_questions │ <question>What of .* │ <question>What of ", end.out)
    assert "The same question of write_questions in flow: 2 of 2, asked the same" in end.out
    assert any(prompt in page for prompt in teacher.prompts[:2])
    assert not re.search(r"<script|(src|href)=", page)


def test_rows_on_which_they_do_not_agree_come_first_and_one_can_be_named(compare, files):
    found = json.loads(compare(*files, "--sample", "12", "--show", "12", "--json").out)
    alike = [len({verdict.startswith("rejected") for verdict in row["verdicts"]}) == 1 for row in found["samples"]]
    last = found["samples"][-1]["row_id"]
    named = json.loads(compare(*files, "--row", last[:10], "--json").out)

    assert alike == sorted(alike)
    assert set(alike) == {False, True}
    assert [row["row_id"] for row in named["samples"]] == [last]


def test_an_endpoint_of_a_file_is_a_teacher_by_its_name(compare, project, teacher, other):
    file = project.write("team.yaml", f"endpoint: {teacher.url}\nendpoints:\n  second: {{endpoint: '{other.url}'}}\n")
    end = compare("--teacher", str(file), "--teacher", f"{file}:second", "--sample", "1", "--json")
    wrong = compare("--teacher", str(file), "--teacher", f"{file}:secnd")

    assert [one["said"].rpartition(" ")[2] for one in json.loads(end.out)["teachers"]] == [teacher.url, other.url]
    assert (wrong.code, "has no endpoint 'secnd'. Did you mean 'second'?" in wrong.err) == (2, True)


def test_one_teacher_is_not_two(compare, files):
    end = compare(*files[:2], *files[:2])

    assert (end.code, end.out) == (2, "")
    assert "expected two or more that differ" in end.err


def test_nobody_is_paid_when_another_refuses_the_key(compare, files, teacher, project):
    with counting_teacher() as closed:
        closed.fault = lambda exchange: failing(401, "no such key")
        third = project.write("three.yaml", f"endpoint: {closed.url}\n")
        end = compare(*files[:2], "--teacher", str(third))

    assert (end.code, teacher.prompts) == (4, [])
    assert "wants a key" in end.err
