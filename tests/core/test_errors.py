from sdg_flows.core.errors import FlowFileError, Interrupted, Problem, WorkDirInUse, did_you_mean, listed


def test_every_problem_is_a_line_with_its_place():
    error = FlowFileError([Problem("a.yaml", 3, "one"), Problem("b.yaml", None, "two")])

    assert str(error) == "a.yaml:3: one\nb.yaml: two"


def test_the_nearest_name_is_offered_only_when_it_is_near():
    assert did_you_mean("documnet", ["document", "domain"]) == " Did you mean 'document'?"
    assert did_you_mean("xyz", ["document"]) == ""


def test_names_are_listed_in_order():
    assert (listed(["b", "a"]), listed([])) == ("a, b", "none")


def test_errors_carry_their_exit_codes():
    assert (FlowFileError([]).exit_code, WorkDirInUse("x").exit_code, Interrupted(15).exit_code) == (2, 5, 143)
