from pathlib import Path

import pytest

from sdg_flows.inputs.repo_url import allowed_protocols, fetch_url, without_credentials


@pytest.fixture(autouse=True)
def _no_list(monkeypatch):
    monkeypatch.delenv("GIT_ALLOW_PROTOCOL", raising=False)


@pytest.mark.parametrize(
    "repo",
    [
        "https://example.org/a.git",
        "HTTP://example.org/a",
        "ssh://git@example.org/a",
        "git@example.org:a/b.git",
        "file:///srv/a",
        "/srv/a",
    ],
)
def test_an_allowed_address_is_given_as_it_is(repo):
    assert fetch_url(repo, Path("/t")) == repo


def test_a_relative_path_is_taken_from_the_folder_of_the_leaf():
    assert fetch_url("../docs", Path("/t/knowledge")) == "/t/docs"


@pytest.mark.parametrize(
    ("repo", "message"),
    [
        ("ext::sh -c id", "this is not an address of a repository; write https://"),
        ("--upload-pack=id", "this is not an address of a repository"),
        ("docs", "this is not an address of a repository"),
        ("git://example.org/a", r"^protocol 'git' is not allowed; allowed are https, http, ssh, file$"),
    ],
)
def test_any_other_address_is_refused(repo, message):
    with pytest.raises(ValueError, match=message):
        fetch_url(repo, Path("/t"))


def test_the_environment_may_allow_fewer_protocols_but_not_more(monkeypatch):
    monkeypatch.setenv("GIT_ALLOW_PROTOCOL", "https:ext")

    assert allowed_protocols() == ("https",)
    with pytest.raises(ValueError, match=r"protocol 'file' is not allowed; allowed are https$"):
        fetch_url("/srv/a", Path("/t"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://ada:s3cret@example.org/a", "https://example.org/a"),
        ("fatal: 'https://t0ken@h/a' and http://x:y@h/b", "fatal: 'https://h/a' and http://h/b"),
        ("git@example.org:a", "git@example.org:a"),
    ],
)
def test_credentials_are_taken_out_of_addresses(text, shown):
    assert without_credentials(text) == shown
