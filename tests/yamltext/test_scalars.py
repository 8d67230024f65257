import pytest

from sdg_flows.yamltext.scalars import scalar_value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("FALSE", False),
        ("~", None),
        ("", None),
        ("12", 12),
        ("-7", -7),
        ("010", 10),
        ("0x1F", 31),
        ("0o17", 15),
        ("1.5", 1.5),
        (".5", 0.5),
        ("1e3", 1000.0),
    ],
)
def test_constants_and_numbers_are_read_as_such(text, value):
    found = scalar_value(text)

    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "YES",
        "no",
        "on",
        "Off",
        "y",
        "2020-01-01",
        "12:30",
        "190:20:30",
        "1_000",
        ".inf",
        ".nan",
        "1e999",
        "1.2.3",
    ],
)
def test_everything_else_stays_text(text):
    assert scalar_value(text) == text


def test_a_number_too_long_to_be_one_stays_text():
    assert scalar_value("9" * 65) == "9" * 65
