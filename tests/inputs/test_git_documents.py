import shutil
import stat

import pytest

from inputs.leaves import commit, knowledge_leaf, repository
from sdg_flows.core.errors import DiskError, InputError
from sdg_flows.inputs.git_documents import checkout
from sdg_flows.inputs.leaf import GitSource


@pytest.fixture
def repo(tmp_path):
    folder = tmp_path / "repo"
    folder.mkdir()
    return folder


def source(repo, revision) -> GitSource:
    return GitSource(f"file://{repo}", revision, ("*.md",), 7)


def fetched(tmp_path, source):
    return checkout(knowledge_leaf(tmp_path / "taxonomy", source), source, tmp_path / "work")


def test_the_files_of_exactly_that_commit_are_given(tmp_path, repo):
    first = repository(repo, {"a.md": "old"})
    (repo / "a.md").write_text("new")
    commit(repo)
    found = fetched(tmp_path, source(repo, first))

    assert (found.commit, [file.name for file in found.folder.iterdir()]) == (first, ["a.md"])
    assert (found.folder / "a.md").read_text() == "old"


def test_the_second_run_clones_nothing(tmp_path, repo):
    first = repository(repo, {"a.md": "old"})
    found = fetched(tmp_path, source(repo, first))
    shutil.rmtree(repo)

    assert fetched(tmp_path, source(repo, first)) == found


@pytest.mark.parametrize("revision", ["main", "v1", "short"])
def test_a_branch_tag_or_short_hash_is_looked_up_each_time(tmp_path, repo, revision):
    first = repository(repo, {"a.md": "old"})
    shutil.copyfile(repo / ".git/refs/heads/main", repo / ".git/refs/tags/v1")
    before = fetched(tmp_path, source(repo, first[:9] if revision == "short" else revision))
    (repo / "a.md").write_text("new")
    second = commit(repo)
    after = fetched(tmp_path, source(repo, first[:9] if revision == "short" else revision))

    assert (before.commit, after.commit) == (first, second if revision == "main" else first)


def test_submodules_are_left_alone(tmp_path, repo):
    inner = tmp_path / "inner"
    inner.mkdir()
    repository(inner, {"x.md": "x"})
    module = f'[submodule "m"]\npath = m\nurl = {inner}\n'
    first = repository(repo, {"a.md": "a", ".gitmodules": module})
    found = fetched(tmp_path, source(repo, first))

    assert sorted(file.name for file in found.folder.iterdir()) == [".gitmodules", "a.md"]


def test_hooks_of_the_users_own_settings_do_not_run(tmp_path, repo, monkeypatch):
    first = repository(repo, {"a.md": "a"})
    (tmp_path / "post-checkout").write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
    (tmp_path / "post-checkout").chmod(0o755)
    (tmp_path / "settings").write_text(f"[core]\nhooksPath = {tmp_path}\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "settings"))
    fetched(tmp_path, source(repo, first))

    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    ("revision", "message"),
    [
        ("0" * 40, r"commit 0{40}: the repository has no such commit$"),
        ("nope", r"commit nope: the repository has no such commit$"),
        ("--upload-pack=id", r"a commit is its hash, or the name of a branch or tag$"),
        ("a:b", r"a commit is its hash, or the name of a branch or tag$"),
        ("a..b", r"a commit is its hash, or the name of a branch or tag$"),
    ],
)
def test_a_commit_that_is_not_there_is_refused_and_leaves_nothing(tmp_path, repo, revision, message):
    repository(repo, {"a.md": "a"})

    with pytest.raises(InputError, match=rf"^knowledge/tides/qna\.yaml:7: repo file://{repo}, .*{message}"):
        fetched(tmp_path, source(repo, revision))
    assert [*(tmp_path / "work").glob("documents/*")] == []


def test_a_repository_that_is_not_there_is_refused_with_what_git_says(tmp_path):
    with pytest.raises(InputError, match=r"commit main: fatal: '/nowhere' does not appear to be a git repository$"):
        fetched(tmp_path, GitSource("file:///nowhere", "main", ("*.md",), 7))


def test_credentials_are_not_shown(tmp_path):
    with pytest.raises(InputError) as raised:
        fetched(tmp_path, GitSource("git://ada:s3cret@h/a", "main", ("*.md",), 7))

    assert str(raised.value) == (
        "knowledge/tides/qna.yaml:7: repo git://h/a, commit main: "
        "protocol 'git' is not allowed; allowed are https, http, ssh, file"
    )


def test_a_work_directory_that_cannot_be_written_is_a_disk_error(tmp_path, repo):
    first = repository(repo, {"a.md": "a"})
    (tmp_path / "work").write_text("a file in the way")

    with pytest.raises(DiskError, match=r"work: the documents of knowledge/tides/qna\.yaml cannot be kept there"):
        fetched(tmp_path, source(repo, first))


def test_what_was_fetched_can_be_read_by_its_owner_only(tmp_path, repo):
    fetched(tmp_path, source(repo, repository(repo, {"a.md": "text"})))

    assert stat.S_IMODE((tmp_path / "work" / "documents").stat().st_mode) == 0o700
