import os
from pathlib import Path

import pytest

from sdg_flows.flowfile.text_file import MAX_BYTES, read_text, resolve_referenced_file


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: \xc3\xbc\n")

    assert read_text(path) == "a: ü\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"x" * (MAX_BYTES + 1), f"the file is larger than {MAX_BYTES} bytes."),
        (b"ab\xff", "the file is not UTF-8 text: see byte 2."),
    ],
)
def test_a_file_that_is_no_small_text_is_refused(tmp_path, content, said):
    path = tmp_path / "a.yaml"
    path.write_bytes(content)

    with pytest.raises(ValueError, match=said):
        read_text(path)


def test_a_pipe_is_refused_without_waiting_for_it(tmp_path):
    os.mkfifo(tmp_path / "pipe.yaml")

    with pytest.raises(ValueError, match="this is no regular file"):
        read_text(tmp_path / "pipe.yaml")


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ValueError, match=r"there is no such file\. There is no folder '.*/absent' either\."):
        read_text(tmp_path / "absent" / "a.yaml")


@pytest.mark.parametrize("path", ["a.yaml", "deep/a.yaml", "../configs/a.yaml", "./../configs/../a.yaml"])
def test_a_path_reaches_down_and_to_the_folder_above(tmp_path, path):
    (tmp_path / "root" / "suite").mkdir(parents=True)

    assert resolve_referenced_file(tmp_path / "root" / "suite", path) == (tmp_path / "root" / "suite" / path).resolve()


@pytest.mark.parametrize(
    "path", ["../../secret.yaml", "../configs/../../secret.yaml", "link/secret.yaml", "alias.yaml"]
)
def test_a_path_that_leads_out_of_reach_is_refused(write, tmp_path, path):
    secret = write("secret.yaml", "a: 1")
    suite = write("root/suite/flow.yaml", "").parent
    (suite / "link").symlink_to(tmp_path)
    (suite / "alias.yaml").symlink_to(secret)

    with pytest.raises(ValueError, match=rf"the path '{path}' leads out of '.*/root', the folder above"):
        resolve_referenced_file(suite, path)


def test_from_a_folder_at_the_top_nothing_above_is_in_reach():
    with pytest.raises(ValueError, match=r"leads out of '/flows'"):
        resolve_referenced_file(Path("/flows"), "../etc/secret.yaml")


@pytest.mark.parametrize("name", ["a.yaml", "a.yml", "a.jinja"])
def test_an_absolute_path_reaches_yaml_and_templates_anywhere(tmp_path, name):
    assert resolve_referenced_file(tmp_path / "suite", str(tmp_path / name)) == tmp_path / name


def test_an_absolute_path_to_another_kind_of_file_is_refused(write, tmp_path):
    (tmp_path / "alias.yaml").symlink_to(write("secret.key", "x"))

    with pytest.raises(ValueError, match=r"leads to no \.yaml, \.yml or \.jinja file"):
        resolve_referenced_file(tmp_path / "suite", str(tmp_path / "alias.yaml"))


def test_a_link_that_leads_to_itself_is_refused(tmp_path):
    (tmp_path / "loop.yaml").symlink_to(tmp_path / "loop.yaml")

    with pytest.raises(ValueError, match=r"cannot be|there is no such file"):
        read_text(resolve_referenced_file(tmp_path, "loop.yaml"))
