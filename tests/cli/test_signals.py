import re
import signal

import pytest

from cli.commands import ended
from orchestrate.project import seeds


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_stops_a_run_with_one_sentence_and_every_answer_is_kept(project, teacher, start, number, code):
    project.write_seeds(seeds(61)[:-1])
    teacher.latency = 0.2
    process = start(*project.arguments, "--max-in-flight", "8", "--quiet")
    teacher.wait_for(20)
    process.send_signal(number)
    end = ended(process)

    assert (end.code, end.out) == (code, "")
    assert re.fullmatch(r"sdg-flows: stopped; every answer that came is kept, .* goes on from here\n", end.err)
    assert len(teacher.prompts) < 60
    project.run()
    assert (len(teacher.prompts), teacher.asked_again) == (120, 0)
