"""The faults of transport and content, each with what is to come of rows that are asked with it."""

from __future__ import annotations

from dataclasses import dataclass

ROWS = 10


def matches(said: str | None, sentences: set[str]) -> bool:
    """Say whether the one sentence is said, or all begin with it where it ends in an ellipsis; None when none is."""
    if said and said.endswith("…"):
        return bool(sentences) and all(sentence.startswith(said[:-1]) for sentence in sentences)
    return sentences == ({said} if said else set())


@dataclass(frozen=True)
class Case:
    """A fault by its number in the catalogue, and what it leads to: how often each row is asked, and what is made.

    `rejected` is the reason of all rows, and `said` the detail beside it; without a reason, all rows are made.
    `spoilt` says that the teacher makes an answer at each call, but none that counts before the last.
    """

    number: int
    fault: str
    calls_a_row: int
    rejected: str | None = None
    said: str | None = None
    spoilt: bool = False
    deadline: float = 20.0

    @property
    def made(self) -> tuple[int, dict[str, int]]:
        """Return the rows that are made, and the rows that are rejected by reason."""
        return (ROWS, {}) if self.rejected is None else (0, {self.rejected: ROWS})

    @property
    def paid_twice(self) -> int:
        """Return the answers that the teacher makes for prompts that it has answered."""
        return ROWS * (self.calls_a_row - 1) if self.spoilt else 0


@dataclass(frozen=True)
class Stop:
    """A fault of every call that stops a run, with its exit code and its sentence.

    A `patient` one is asked again until no reply has come for a time; the others end within the requests in flight.
    """

    number: int
    fault: str
    exit_code: int
    said: str
    patient: bool = False

    @property
    def rows(self) -> int:
        """Return how many rows are asked: where calls are counted, many more than are in flight."""
        return ROWS if self.patient else 100


TRANSPORT = (
    Case(1, "429@2", 3),
    Case(2, "429ra@1", 2),
    Case(3, "429ra_ms@1", 2),
    Case(3, "429ra_date@1", 2),
    Case(7, "500@2", 3),
    Case(8, "500", 6, "server", "HTTP 500: boom"),
    Case(9, "502html@1", 2),
    Case(9, "502html", 6, "server", "HTTP 502: <html><body><h1>502 Bad Gateway</h1>…"),
    Case(10, "503ra@1", 2),
    Case(10, "504@1", 2),
    Case(10, "408@1", 2),
    Case(10, "409@1", 2),
    Case(12, "reset_before@1", 2),
    Case(13, "reset_mid@1", 2, spoilt=True),
    Case(14, "halfclose@1", 2, spoilt=True),
    Case(15, "slowheaders@1", 2, spoilt=True, deadline=0.5),
    Case(15, "slowheaders", 3, "deadline", "no whole reply within 0.2 s", spoilt=True, deadline=0.2),
    Case(16, "drip@1", 2, spoilt=True, deadline=0.5),
    Case(16, "drip", 3, "deadline", "no whole reply within 0.2 s", spoilt=True, deadline=0.2),
    Case(17, "hang@1", 2, deadline=0.5),
    Case(17, "hang", 3, "deadline", "no whole reply within 0.2 s", deadline=0.2),
    Case(18, "truncated_body@1", 2, spoilt=True),
    Case(19, "bad_length@1", 2, spoilt=True),
    Case(20, "bad_gzip@1", 2, spoilt=True),
    Case(20, "bad_gzip", 6, "server", "the reply is no JSON (captive portal or wrong path?): …", spoilt=True),
    Case(21, "not_http@1", 2),
    Case(21, "tls_alert@1", 2),
    Case(27, "413", 1, "too_long", "HTTP 413: <html>413</html>"),
)

CONTENT = (
    Case(31, "malformed_tags", 1, "no_match", "found 0 <question>, 0 <answer>"),
    Case(32, "unclosed_tag", 1, "unclosed_tag", "<answer> without </answer>"),
    Case(33, "nested_tags", 1, "unclosed_tag", "<question> without </question>"),
    Case(34, "uneven_tags", 1, "uneven", "found 2 <question>, 1 <answer>"),
    Case(36, "length", 1, "cut", "the answer ends at max_tokens"),
    Case(37, "content_filter", 1, "filtered", "the server's content filter ended the answer"),
    Case(38, "refusal", 1, "refused", "I cannot help with that."),
    Case(40, "empty_content", 1, "no_match", "found 0 <question>, 0 <answer>"),
    Case(40, "null_content", 1, "malformed", "the answer has no text"),
    Case(40, "no_message", 1, "malformed", "the answer has no text"),
    Case(41, "reasoning_only", 1, "malformed", "the answer has no text; it went into 'reasoning_content'"),
    Case(41, "tool_calls_only", 1, "malformed", "the answer has no text; it went into 'tool_calls'"),
    Case(42, "empty_choices", 1, "malformed", "the reply has no choices: …"),
    Case(44, "more_choices", 1),
    Case(45, "index_shuffled", 1),
    Case(47, "wrong_model", 1),
    Case(48, "no_usage", 1),
    Case(48, "zero_usage", 1),
    Case(49, "400ctx", 1, "too_long", "HTTP 400: This model's maximum context length is 2048 tokens"),
    Case(49, "400bad", 1, "bad_request", "HTTP 400: bad parameter"),
    Case(51, "nul", 1),
    Case(52, "surrogate_esc", 1),
    Case(52, "surrogate_raw", 1),
    Case(53, "bad_utf8", 1),
    Case(54, "bom", 1),
    Case(54, "crlf", 1),
    Case(
        55,
        "html_200",
        6,
        "server",
        "the reply is no JSON (captive portal or wrong path?): <html><body>Sign in to the hotel network</body></html>",
    ),
    Case(55, "html_200@1", 2),
    Case(55, "error_200", 6, "server", "HTTP 500: upstream failed"),
    Case(55, "sse_unasked", 6, "server", "the reply is no JSON (captive portal or wrong path?): data: …", spoilt=True),
)

STOPS = (
    Stop(4, "429ra_hour", 75, "asks to come back in 3600 s; start again then."),
    Stop(
        5,
        "429quota",
        4,
        "HTTP 429: You exceeded your current quota. The quota is used up; the same command goes on when there is more.",
    ),
    Stop(12, "reset_before", 75, "[Errno 104] Connection reset by peer. No reply for …", patient=True),
    Stop(18, "truncated_body", 75, "400, message: Not enough data to satisfy content length header …", patient=True),
    Stop(21, "not_http", 75, "this port speaks something else than HTTP: …", patient=True),
    Stop(21, "tls_alert", 75, "this port speaks something else than HTTP: …", patient=True),
    Stop(
        25, "401", 4, "HTTP 401: Incorrect API key provided. Check the key in OPENAI_API_KEY and the name of the model."
    ),
    Stop(25, "403", 4, "HTTP 403: not allowed. Check the key in OPENAI_API_KEY and the name of the model."),
    Stop(
        26,
        "404model",
        4,
        "HTTP 404: The model does not exist. Check the key in OPENAI_API_KEY and the name of the model.",
    ),
)


def name_of(case: Case | Stop) -> str:
    """Return the name of a case in the list of tests."""
    return f"B{case.number} {case.fault}"
