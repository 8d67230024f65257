"""The faults of transport and content, each with what is to come of ten rows that are asked with it."""

from __future__ import annotations

from dataclasses import dataclass

ROWS = 10


@dataclass(frozen=True)
class Case:
    """A fault by its number in the catalogue, and what it leads to: how often each row is asked, and what is made.

    `rejected` is the reason of all rows; without one, all rows are made.
    """

    number: int
    fault: str
    calls_a_row: int
    rejected: str | None = None
    deadline: float = 20.0

    @property
    def made(self) -> tuple[int, dict[str, int]]:
        """Give the rows that are made, and the rows that are rejected by reason."""
        return (ROWS, {}) if self.rejected is None else (0, {self.rejected: ROWS})


TRANSPORT = (
    Case(1, "429@2", 3),
    Case(2, "429ra@1", 2),
    Case(3, "429ra_ms@1", 2),
    Case(3, "429ra_date@1", 2),
    Case(7, "500@2", 3),
    Case(8, "500", 6, "server"),
    Case(9, "502html@1", 2),
    Case(9, "502html", 6, "server"),
    Case(10, "503ra@1", 2),
    Case(10, "504@1", 2),
    Case(10, "408@1", 2),
    Case(10, "409@1", 2),
    Case(12, "reset_before@1", 2),
    Case(13, "reset_mid@1", 2),
    Case(14, "halfclose@1", 2),
    Case(15, "slowheaders@1", 2, deadline=0.5),
    Case(15, "slowheaders", 3, "deadline", deadline=0.2),
    Case(16, "drip@1", 2, deadline=0.5),
    Case(16, "drip", 3, "deadline", deadline=0.2),
    Case(17, "hang@1", 2, deadline=0.5),
    Case(17, "hang", 3, "deadline", deadline=0.2),
    Case(18, "truncated_body@1", 2),
    Case(19, "bad_length@1", 2),
    Case(20, "bad_gzip@1", 2),
    Case(20, "bad_gzip", 6, "server"),
    Case(21, "not_http@1", 2),
    Case(21, "tls_alert@1", 2),
    Case(27, "413", 1, "too_long"),
)

CONTENT = (
    Case(31, "malformed_tags", 1, "no_match"),
    Case(32, "unclosed_tag", 1, "unclosed_tag"),
    Case(33, "nested_tags", 1, "unclosed_tag"),
    Case(34, "uneven_tags", 1, "uneven"),
    Case(36, "length", 1, "cut"),
    Case(37, "content_filter", 1, "filtered"),
    Case(38, "refusal", 1, "refused"),
    Case(40, "empty_content", 1, "no_match"),
    Case(40, "null_content", 1, "malformed"),
    Case(40, "no_message", 1, "malformed"),
    Case(41, "reasoning_only", 1, "malformed"),
    Case(41, "tool_calls_only", 1, "malformed"),
    Case(42, "empty_choices", 1, "malformed"),
    Case(44, "more_choices", 1),
    Case(45, "index_shuffled", 1),
    Case(47, "wrong_model", 1),
    Case(48, "no_usage", 1),
    Case(48, "zero_usage", 1),
    Case(49, "400ctx", 1, "too_long"),
    Case(49, "400bad", 1, "bad_request"),
    Case(51, "nul", 1),
    Case(52, "surrogate_esc", 1),
    Case(52, "surrogate_raw", 1),
    Case(53, "bad_utf8", 1),
    Case(54, "bom", 1),
    Case(54, "crlf", 1),
    Case(55, "html_200", 6, "server"),
    Case(55, "html_200@1", 2),
    Case(55, "error_200", 6, "server"),
    Case(55, "sse_unasked", 6, "server"),
)


def name_of(case: Case) -> str:
    """Give the name of a case in the list of tests."""
    return f"B{case.number} {case.fault}"
