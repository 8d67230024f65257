from dataclasses import replace

import pytest

from benchmarks.written_documents import docx, zipped
from sdg_flows.core.errors import DiskError
from sdg_flows.inputs.conversion.converted_document import ConvertedDocument, from_json
from sdg_flows.inputs.conversion.formats import Limits, format_of
from sdg_flows.inputs.conversion.process_pool import convert_all
from sdg_flows.inputs.conversion.worker import Task

BOMB = zipped({"word/document.xml": b"<a>" + b"<b/>" * 4_000_000 + b"</a>"})
LABYRINTH = b"<b><i>x</i>" * 400_000


def task(folder, name: str, content: bytes, limits: Limits | None = None) -> Task:
    (folder / name).write_bytes(content)
    form = format_of((folder / name).suffix)
    return Task(folder / name, folder / f"{name}.json", replace(form, limits=limits or form.limits))


@pytest.mark.parametrize(
    ("name", "content", "limits", "reason"),
    [
        ("a.docx", BOMB, Limits(memory=256), "it takes more than 256 MiB of memory"),
        ("a.html", LABYRINTH, Limits(cpu_seconds=0), "it takes more than 0 seconds of processor time"),
        ("a.html", b"x", Limits(wall_seconds=0), "it takes longer than 0 seconds"),
        ("a.docx", b"PK", None, "it is damaged: BadZipFile: File is not a zip file"),
        ("a.html", b"<b>" * 9000, None, "it is damaged: RecursionError: maximum recursion depth exceeded"),
    ],
    ids=["bomb", "slow", "stuck", "torn", "deep"],
)
def test_a_document_that_harms_its_parser_is_told_and_the_others_are_converted(tmp_path, name, content, limits, reason):
    harmful = task(tmp_path, name, content, limits)
    good = [task(tmp_path, f"{at}.html", b"<p>x") for at in range(4)]

    assert convert_all([harmful, *good]) == {harmful: reason}
    assert [from_json(one.target.read_text()) for one in good] == [ConvertedDocument("x")] * 4
    assert not harmful.target.exists()


def test_a_parser_that_ends_its_process_is_told_by_its_last_words(tmp_path):
    broken = task(tmp_path, "a.docx", docx("x"))
    gone = replace(broken, format=replace(broken.format, module="not_there"))

    assert convert_all([gone]) == {
        gone: "its parser stopped: ModuleNotFoundError: No module named 'sdg_flows.inputs.conversion.not_there'"
    }


def test_nothing_to_convert_starts_nothing():
    assert convert_all([]) == {}


def test_a_document_that_cannot_be_kept_is_an_error_of_the_disk(tmp_path):
    homeless = replace(task(tmp_path, "a.html", b"x"), target=tmp_path / "nowhere" / "a.json")

    with pytest.raises(DiskError, match=r"^a converted document cannot be kept: .*No such file"):
        convert_all([homeless])
