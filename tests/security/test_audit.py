import json
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

SPEC = spec_from_file_location("audit", Path(__file__).parents[2] / ".ci" / "audit.py")
assert SPEC is not None
assert SPEC.loader is not None
AUDIT = module_from_spec(SPEC)
SPEC.loader.exec_module(AUDIT)

CLEAN = {"name": "a", "version": "1", "vulns": []}
FAULTY = {"name": "b", "version": "2", "vulns": [{"id": "X-1", "aliases": ["CVE-1"], "fix_versions": ["3"]}]}
UNKNOWN = {"name": "c", "skip_reason": "not found"}


def report(*packages):
    return json.dumps({"dependencies": packages})


@pytest.mark.parametrize(
    ("printed", "complaints", "code", "told"),
    [
        (report(CLEAN, UNKNOWN), "", 0, "audit: 1 packages, 0 known vulnerabilities; unknown to the service: c"),
        (report(CLEAN, FAULTY), "", 1, "1 known vulnerabilities; unknown to the service: none\nb 2: X-1, mended in 3"),
        (report(UNKNOWN), "", 0, "NOT DONE, the service knows none of the 1 packages"),
        ("", "Traceback\nno such host\n", 0, "NOT DONE, pip-audit gave no report: no such host"),
    ],
    ids=["clean", "faulty", "all unknown", "out of reach"],
)
def test_a_known_vulnerability_fails_the_build_and_a_service_out_of_reach_is_told(printed, complaints, code, told):
    found, said = AUDIT.verdict(printed, complaints, set())

    assert (found, told in said) == (code, True)


@pytest.mark.parametrize("ignored", ["X-1", "CVE-1"])
def test_a_vulnerability_is_ignored_by_its_id_or_another_name_of_it(ignored):
    assert AUDIT.verdict(report(FAULTY), "", {ignored})[0] == 0
