import json

import pytest

from sdg_flows.teacher.blotting import told_without_key, without_key

KEY = "sk-secret.key+1"


@pytest.mark.parametrize(
    "echo",
    [KEY, "".join(f"\\u{ord(letter):04x}" for letter in KEY), "".join(f"\\u{ord(letter):04X}" for letter in KEY)],
    ids=["as it is", "escaped", "escaped in capitals"],
)
def test_every_echo_of_the_key_is_blotted(echo):
    assert without_key(f'{{"said": "no {echo} or {echo}"}}'.encode(), KEY) == b'{"said": "no *** or ***"}'


def test_other_escapes_stay():
    body = json.dumps({"said": "café \x00"}).encode()

    assert without_key(body, KEY) == body


def test_a_short_key_is_no_secret():
    assert without_key(b"none of it", "none") == b"none of it"
    assert told_without_key("none of it", "none") == "none of it"


def test_errors_are_told_without_the_key():
    assert told_without_key(f"bad line {KEY!r}", KEY) == "bad line '***'"
