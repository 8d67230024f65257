import pytest

from sdg_flows.inputs.git_command import GitFailed, GitTooSlow, git


def test_what_git_prints_is_given(tmp_path):
    git(["init", "--quiet"], tmp_path, 20)

    assert git(["rev-parse", "--is-bare-repository"], tmp_path, 20) == "false\n"


def test_a_failure_is_the_line_that_says_why_without_credentials(tmp_path):
    with pytest.raises(GitFailed, match=r"^fatal: '/nowhere/x://h/a' does not appear to be a git repository$"):
        git(["ls-remote", "--", "file:///nowhere/x://ada:s3cret@h/a"], tmp_path, 20)


def test_a_protocol_that_runs_commands_is_refused(tmp_path):
    with pytest.raises(GitFailed, match="transport 'ext' not allowed"):
        git(["ls-remote", "--", "ext::touch ran"], tmp_path, 20)
    assert not (tmp_path / "ran").exists()


def test_git_that_does_not_end_is_killed_with_what_it_started(tmp_path):
    with pytest.raises(GitTooSlow, match=r"^git did not end within 0\.2 seconds$"):
        git(["-c", "alias.wait=!sleep 30", "wait"], tmp_path, 0.2)


def test_a_machine_without_git_is_told_so(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(GitFailed, match=r"^git is not installed$"):
        git(["version"], tmp_path, 20)
