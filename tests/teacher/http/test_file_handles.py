import resource
import subprocess
import sys

import pytest

from sdg_flows.teacher.http.file_handles import requests_allowed

ASKED = "import sys; from sdg_flows.teacher.http.file_handles import *; print(requests_allowed(int(sys.argv[1])))"


@pytest.mark.parametrize(("soft", "hard", "wanted", "given"), [(64, 64, 256, 16), (64, 200, 100, 100), (20, 20, 9, 1)])
def test_requests_leave_handles_to_spare(soft, hard, wanted, given):
    done = subprocess.run(
        [sys.executable, "-c", ASKED, str(wanted)],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard)),
        capture_output=True,
        text=True,
        check=True,
    )

    assert int(done.stdout) == given


def test_what_the_system_allows_is_left_as_it_is():
    before = resource.getrlimit(resource.RLIMIT_NOFILE)

    assert requests_allowed(1) == 1
    assert resource.getrlimit(resource.RLIMIT_NOFILE) == before
