import re

import pytest

from sdg_flows.core.errors import FlowFileError
from sdg_flows.flowfile.extends import folder_suite
from sdg_flows.flowfile.places import Place

FLOW = 'version: "1.0"\nblocks: [{name: a, type: DropColumnsBlock, config: {cols: [x]}}]\n'


@pytest.fixture
def suite(write, tmp_path):
    """Return a function that writes a suite: its flow files, and its suite file when it has one."""

    def written(name, *stems, said=None):
        (tmp_path / name).mkdir(parents=True)
        for stem in stems:
            write(f"{name}/{stem}.yaml", FLOW)
        if said:
            write(f"{name}/suite.yaml", said)

    return written


@pytest.fixture
def found(tmp_path):
    """Return a function that finds a suite by its folder; names are looked for in the places first and second."""

    def suite(name):
        around = [Place(tmp_path / place, f"in {place}") for place in ("first", "second")]
        return folder_suite(tmp_path / name, name, "here", around)

    return suite


def files_of(suite, tmp_path):
    return {stem: path.relative_to(tmp_path).as_posix() for stem, path in suite.pipelines.items()}


def test_a_suite_has_the_files_of_the_one_it_extends_but_for_its_own(suite, found, tmp_path):
    suite("second/full", "knowledge", "grounded_skills")
    suite("mine", "alpha", "knowledge", said="extends: full\ndescription: Full, with other knowledge.\n")
    (tmp_path / "first").mkdir()
    mine = found("mine")

    assert (mine.parents, mine.description) == (("full",), "Full, with other knowledge.")
    assert files_of(mine, tmp_path) == {
        "knowledge": "mine/knowledge.yaml",
        "grounded_skills": "second/full/grounded_skills.yaml",
        "alpha": "mine/alpha.yaml",
    }


def test_a_folder_is_extended_by_its_path_from_the_suite_and_so_on(suite, found, tmp_path):
    suite("base", "knowledge", "alpha")
    suite("middle", "alpha", said="extends: ../base\n")
    suite("mine", said="extends: ../middle\n")
    mine = found("mine")

    assert mine.parents == ("../middle", "../base")
    assert files_of(mine, tmp_path) == {"knowledge": "base/knowledge.yaml", "alpha": "middle/alpha.yaml"}


def test_a_suite_that_extends_its_own_name_extends_the_one_it_replaces(suite, found, tmp_path):
    suite("second/full", "knowledge", "grounded_skills")
    suite("first/full", "knowledge", said="extends: full\n")

    assert set(files_of(found("first/full"), tmp_path).values()) == {
        "first/full/knowledge.yaml",
        "second/full/grounded_skills.yaml",
    }


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("extends: ../mine", r"suite.yaml:1: 'extends' leads in a circle back to '\.\./mine'\."),
        ("extends: ./nowhere", r"suite.yaml:1: there is no folder '\./nowhere' from here\."),
        (
            "extends: ful",
            r"suite.yaml:1: there is no suite 'ful'; a folder is written as \./NAME\. Did you mean 'full'\?",
        ),
        ("extend: full", r"suite.yaml:1: a suite file has no key 'extend'\. Did you mean 'extends'\?"),
        ("description: Mine.\nextends: [full]", r"suite.yaml:2: 'extends' holds a list of texts; expected a text\."),
        ("default: alfa", r"'default' names no flow file of the suite: 'alfa'\. Did you mean 'alpha'\?"),
        ("- full", r"suite.yaml:1: the file holds a list of texts; expected the keys default, description, extends\."),
    ],
    ids=["circle", "no folder", "no suite", "unknown key", "no text", "no default", "no mapping"],
)
def test_a_suite_file_that_cannot_be_used_is_refused_with_its_line(suite, found, tmp_path, said, sentence):
    suite("first/full", "knowledge")
    suite("second")
    suite("mine", "alpha", said=said)

    with pytest.raises(FlowFileError) as refused:
        found("mine")
    assert re.search(sentence, str(refused.value))


def test_suites_that_extend_each_other_are_refused(suite, found):
    suite("one", "alpha", said="extends: ../two\n")
    suite("two", "beta", said="extends: ../one\n")

    with pytest.raises(FlowFileError, match=r"two/suite\.yaml:1: 'extends' leads in a circle back to '\.\./one'"):
        found("one")
