from pathlib import PurePosixPath

import pytest

from sdg_flows.inputs.patterns import files_below, matching_files, pattern_problem

FILES = [PurePosixPath(name) for name in ("a.md", "b.txt", "docs/c.md", "docs/deep/d.md", "docs/deep/E.MD")]


@pytest.mark.parametrize(
    ("patterns", "names"),
    [
        (["*.md"], ["a.md"]),
        (["a.md", "*.md", "./a.md"], ["a.md"]),
        (["**/*.md"], ["a.md", "docs/c.md", "docs/deep/d.md"]),
        (["docs/*"], ["docs/c.md"]),
        (["docs/**"], ["docs/c.md", "docs/deep/d.md", "docs/deep/E.MD"]),
        (["docs/**/**/?.md"], ["docs/c.md", "docs/deep/d.md"]),
        (["[bc].*", "docs/[bc].*"], ["b.txt", "docs/c.md"]),
        (["docs"], []),
    ],
)
def test_each_file_that_a_pattern_means_is_given_once(patterns, names):
    assert [str(file) for file in matching_files(FILES, patterns)] == names


@pytest.mark.parametrize("pattern", ["/etc/*.md", "../*.md", "docs/../../*.md", "a\\b.md", "docs/**.md"])
def test_a_pattern_that_leaves_its_folder_is_refused(pattern):
    assert f"pattern {pattern!r} must" in (pattern_problem(pattern) or "")


@pytest.mark.parametrize("pattern", ["*.md", "**/*.md", "docs/a..b.md", "./a.md"])
def test_a_pattern_that_stays_in_its_folder_is_used(pattern):
    assert pattern_problem(pattern) is None


def test_files_are_sorted_and_hidden_ones_and_linked_folders_passed_over(tmp_path):
    for name in ("b/x.md", "a.md", ".git/x.md", "b/.hidden.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "link").symlink_to(tmp_path / "b")

    assert [str(file) for file in files_below(tmp_path)] == ["a.md", "b/x.md"]
