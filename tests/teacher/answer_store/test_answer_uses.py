from collections.abc import Callable, Generator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from sdg_flows.core.errors import DiskError
from sdg_flows.core.identity import digest
from sdg_flows.teacher.answer_store.answer_uses import AnswerUses, next_draw

FIRST, SECOND, THIRD = (digest(name) for name in ("first", "second", "third"))


@pytest.fixture
def opened(tmp_path: Path) -> Generator[Callable[[], AnswerUses], None, None]:
    with ExitStack() as files:
        yield lambda: files.enter_context(closing(AnswerUses(tmp_path / "answers.sqlite")))


def test_an_answer_that_was_not_given_up_keeps_its_key(opened):
    assert opened().current(FIRST) == (FIRST, 0)


def test_each_retry_is_a_draw_of_its_own_also_for_the_next_process(opened):
    opened().discard([FIRST])
    second = next_draw(FIRST)
    opened().discard([second])

    assert opened().current(FIRST) == (next_draw(second), 2)


def test_giving_up_the_same_answer_again_changes_nothing(opened):
    uses = opened()
    uses.discard([FIRST])
    uses.discard([FIRST])

    assert uses.current(FIRST) == (next_draw(FIRST), 1)


def test_checkpoints_are_found_by_the_answers_that_they_rest_on(opened):
    uses = opened()
    uses.record("one", [FIRST, SECOND])
    uses.record("other", [SECOND, THIRD])

    found = [sorted(opened().checkpoints_using(keys)) for keys in ([FIRST], [SECOND], [])]
    assert found == [["one"], ["one", "other"], []]


def test_a_checkpoint_made_anew_rests_on_its_new_answers_only(opened):
    uses = opened()
    uses.record("one", [FIRST])
    uses.record("one", [SECOND])

    assert (uses.checkpoints_using([FIRST]), uses.checkpoints_using([SECOND])) == ([], ["one"])


def test_a_file_that_is_no_store_is_refused(tmp_path):
    (tmp_path / "answers.sqlite").write_text("no database, but long enough to be taken for the beginning of one" * 20)

    with pytest.raises(DiskError, match="cannot be used"):
        AnswerUses(tmp_path / "answers.sqlite")
