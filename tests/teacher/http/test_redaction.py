import json

import pytest

from sdg_flows.teacher.http.redaction import redact_body, redact_text

KEY = "sk-secret.key+1"


@pytest.mark.parametrize(
    "echo",
    [KEY, "".join(f"\\u{ord(letter):04x}" for letter in KEY), "".join(f"\\u{ord(letter):04X}" for letter in KEY)],
    ids=["as it is", "escaped", "escaped in capitals"],
)
def test_every_echo_of_the_key_is_blotted(echo):
    assert redact_body(f'{{"said": "no {echo} or {echo}"}}'.encode(), KEY) == b'{"said": "no *** or ***"}'


def test_other_escapes_stay():
    body = json.dumps({"said": "café \x00"}).encode()

    assert redact_body(body, KEY) == body


def test_a_short_key_is_no_secret():
    assert redact_body(b"none of it", "none") == b"none of it"
    assert redact_text("none of it", "none") == "none of it"


def test_errors_are_told_without_the_key():
    assert redact_text(f"bad line {KEY!r}", KEY) == "bad line '***'"
