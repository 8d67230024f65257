import os
import sqlite3
import stat
from collections.abc import Callable, Generator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from sdg_flows.core.errors import DiskError
from sdg_flows.teacher.answer_store.kept_replies import kept_replies, last_received
from sdg_flows.teacher.answer_store.store import AnswerStore
from sdg_flows.teacher.backend import Reply


@pytest.fixture
def opened(tmp_path: Path) -> Generator[Callable[[], AnswerStore], None, None]:
    with ExitStack() as stores:
        yield lambda: stores.enter_context(closing(AnswerStore(tmp_path / "a.sqlite")))


def test_a_kept_reply_is_found_by_its_key_in_another_process(opened):
    opened().keep([("k1", "m", Reply(200, b"one")), ("k2", "m", Reply(400, b"two"))])

    assert opened().find(["k1", "k2", "k3"]) == {
        "k1": Reply(200, b"one"),
        "k2": Reply(400, b"two"),
    }


def test_the_first_reply_to_a_key_stays(opened):
    store = opened()
    store.keep([("k", "m", Reply(200, b"first"))])
    store.keep([("k", "m", Reply(200, b"second"))])

    assert store.find(["k"]) == {"k": Reply(200, b"first")}


def test_thousands_of_keys_are_found_at_once(opened):
    store = opened()
    store.keep([(f"k{at}", "m", Reply(200, b"x")) for at in range(3000)])

    assert len(store.find(f"k{at}" for at in range(4000))) == 3000


def test_a_reply_that_came_later_has_a_later_time_when_the_clock_was_set_back(opened, tmp_path):
    store = opened()
    store.keep([("k1", "m", Reply(200, b"one"))])
    with sqlite3.connect(tmp_path / "a.sqlite") as db:
        db.execute("UPDATE answers SET received = received + 3600")
    before = last_received(tmp_path / "a.sqlite")
    store.keep([("k2", "m", Reply(200, b"two"))])

    assert last_received(tmp_path / "a.sqlite") > before
    assert kept_replies(tmp_path / "a.sqlite", ["k1", "k2"], until=before) == {"k1": Reply(200, b"one")}


def test_only_its_owner_can_read_the_store(opened, tmp_path):
    opened()

    assert stat.S_IMODE(os.stat(tmp_path / "a.sqlite").st_mode) == 0o600


def test_a_file_that_is_no_store_is_refused(tmp_path):
    (tmp_path / "a.sqlite").write_text("not a database, but long enough to be looked at as if it were one" * 20)

    with pytest.raises(DiskError, match="cannot be used"):
        AnswerStore(tmp_path / "a.sqlite")


def test_a_torn_reply_is_told_by_the_store_that_has_it(opened, tmp_path):
    store = opened()
    store.keep([("k", "m", Reply(200, b"one"))])
    with sqlite3.connect(tmp_path / "a.sqlite") as db:
        db.execute("UPDATE answers SET reply = substr(reply, 1, 4)")

    with pytest.raises(DiskError, match=r"a\.sqlite: cannot be used"):
        store.find(["k"])
