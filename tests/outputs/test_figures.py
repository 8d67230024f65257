from datetime import datetime, timezone

import pytest

from sdg_flows.outputs.figures import clipped, counted, dollars, duration, number, percent, rate, setting, short


def test_a_number_has_its_thousands_apart():
    assert number(1234567) == "1,234,567"


def test_one_thing_is_counted_in_the_singular():
    assert [counted(value, "row") for value in (0, 1, 1234)] == ["0 rows", "1 row", "1,234 rows"]


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (999, "999"), (1000, "1k"), (12345, "12.3k"), (999600, "1,000k"), (4560000, "4.56M"), (7 * 10**9, "7G")],
)
def test_a_large_count_has_three_digits(value, text):
    assert short(value) == text


@pytest.mark.parametrize(
    ("usd", "text"),
    [(0, "$0.00"), (2.4e-7, "$0.00000024"), (0.00001, "$0.00001"), (0.0421, "$0.042"), (1234.5, "$1,234.50")],
)
def test_money_is_told_in_dollars(usd, text):
    assert dollars(usd) == text


@pytest.mark.parametrize(("value", "text"), [(0.0421, "0.042"), (7.31, "7.3"), (218.4, "218"), (12345, "12.3k")])
def test_a_rate_has_two_digits_or_three(value, text):
    assert rate(value) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.0449, "45 ms"), (3.21, "3.2 s"), (59.96, "1 min 00 s"), (125, "2 min 05 s"), (3780, "1 h 03 min")],
)
def test_a_duration_has_its_two_largest_units(seconds, text):
    assert duration(seconds) == text


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (0, 0, "0 %"),
        (0, 9, "0 %"),
        (9, 9, "100 %"),
        (1, 3, "33 %"),
        (1, 10**6, "0.1 %"),
        (10**6 - 1, 10**6, "99.9 %"),
    ],
)
def test_only_all_is_a_hundred_percent_and_only_none_is_zero(part, whole, text):
    assert percent(part, whole) == text


def test_a_long_text_says_how_much_is_left_out():
    assert clipped("word " * 1000, 9) == "word word … (4,991 more characters)"
    assert clipped("word", 4) == "word"
    assert clipped(None, 4) == ""


@pytest.mark.parametrize(("value", "text"), [(True, "yes"), (False, "no"), (None, "—"), ("", "—"), (0, "0"), (1, "1")])
def test_a_setting_reads_as_a_person_says_it(value, text):
    assert setting(value) == text


def test_a_cell_that_is_no_text_is_json_and_null_is_the_empty_text():
    assert clipped(["é", None, True], 99) == '["é", null, true]'
    assert clipped(datetime(2026, 1, 31, tzinfo=timezone.utc), 99) == '"2026-01-31 00:00:00+00:00"'
    assert clipped(None, 9) == ""
