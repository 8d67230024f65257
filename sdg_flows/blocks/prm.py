from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from sdg_flows.core.block import REJECTED, Outcome, TeacherBlock, rejection
from sdg_flows.core.columns import Columns
from sdg_flows.core.exchange import Answer, Request, group_by_row
from sdg_flows.core.prompts import Message
from sdg_flows.core.table import ROW_ID, iter_rows, with_column


class PRMBlock(TeacherBlock):
    """Let a process reward model score each step of a response, or of each response in a list.

    The steps of a response, cut at `step_separator`, go to the server's /pooling with `step_fill_token` after each;
    the second number of each pair that comes back, the probability that the step is right, is its reward.

    Rows: n in, at most n out, order kept, under their own ids. Reasons of rejected rows: `null_value` for a row without
    a prompt or without a text to score; `uneven` when there is not one reward a step; or the outcome of a request.
    Columns: needs `prompt_col` and `response_col` (texts, or lists of texts); adds `output_col`: a list of floats from
    0 to 1, or a list of such lists.

    Source: SDG Framework `PRMBlock`; reward models such as Qwen2.5-Math-PRM served by vLLM.

    ```yaml
    - name: score_steps              # question, response in; step_rewards added
      type: PRMBlock
      config: {prompt_col: question, response_col: response, teacher: reward}
    ```
    """

    prompt_col: str
    response_col: str
    output_col: str = "step_rewards"
    model_id: str | None = None
    system_prompt: str | None = None
    step_separator: str = "\n\n"
    step_fill_token: str = "<extra_0>"

    @property
    def columns(self) -> Columns:
        """Need prompt and response, and add the rewards."""
        return Columns(needs=(self.prompt_col, self.response_col), adds=(self.output_col,))

    def requests(self, table: pa.Table) -> list[Request]:
        """Return a request for each response, by row and then by place; none for a row that lacks a text."""
        return [
            self._request(row[ROW_ID], place, self._conversation(str(row[self.prompt_col]), response))
            for row in table.select([ROW_ID, self.prompt_col, self.response_col]).to_pylist()
            for place, response in enumerate(self._responses(row))
        ]

    def read(self, table: pa.Table, answers: Sequence[Answer]) -> Outcome:
        """Return the rows with a reward for each step of their responses."""
        answered = group_by_row(answers)
        scored = [self._scored(row, answered.get(row[ROW_ID], ())) for row in iter_rows(table)]
        kept = table.filter(pa.array([isinstance(one, list) for one in scored], pa.bool_()))
        rewards = [one for one in scored if isinstance(one, list)]
        values = _column(rewards, of_lists=pa.types.is_list(table.schema.field(self.response_col).type))
        rejected = [one for one in scored if isinstance(one, dict)]
        return Outcome(with_column(kept, self.output_col, values), pa.Table.from_pylist(rejected, schema=REJECTED))

    def _responses(self, row: Mapping[str, Any]) -> list[str]:
        """Return the texts to score; none when the row lacks its prompt or one of them."""
        cell = row[self.response_col]
        texts: list[Any] = cell if isinstance(cell, list) else [cell]
        whole = row[self.prompt_col] is not None and all(isinstance(text, str) and text.strip() for text in texts)
        return texts if whole else []

    def _request(self, row_id: str, place: int, messages: tuple[Message, ...]) -> Request:
        return Request(row_id, place, {"temperature": 0}, messages, None, self.model_id, self.teacher, pooling=True)

    def _conversation(self, prompt: str, response: str) -> tuple[Message, ...]:
        marked = "".join(step + self.step_fill_token for step in self._steps(response))
        first = [] if self.system_prompt is None else [{"role": "system", "content": self.system_prompt}]
        return (*first, {"role": "user", "content": prompt}, {"role": "assistant", "content": marked})

    def _steps(self, response: str) -> list[str]:
        return response.split(self.step_separator)

    def _scored(self, row: Mapping[str, Any], answers: Sequence[Answer]) -> list[list[float]] | dict[str, Any]:
        """Return the rewards of each response of a row, or the row as a rejected one."""
        responses = self._responses(row)
        if not responses:
            return rejection(row, "null_value")
        rewards: list[list[float]] = []
        for answer, response in zip(answers, responses, strict=True):
            found = _rewards(answer)
            if found is None or len(found) != len(self._steps(response)):
                reason = answer.outcome if answer.outcome != "ok" else "uneven"
                detail = answer.detail or "the reply has not one pair of numbers a step"
                return {**rejection(row, reason, detail), "answer_key": answer.key}
            rewards.append(found)
        return rewards


def _rewards(answer: Answer) -> list[float] | None:
    """Return the second number of each pair in the first item of a reply; None when it has no such pairs."""
    if answer.outcome != "ok" or answer.text is None:
        return None
    try:
        pairs = [(first, second) for first, second in json.loads(answer.text)[0]["data"]]
    except (ValueError, TypeError, LookupError):
        return None
    rewards = [second for _, second in pairs if isinstance(second, int | float) and abs(second) <= 1e300]
    return [float(reward) for reward in rewards] if len(rewards) == len(pairs) else None


def _column(rewards: Sequence[list[list[float]]], *, of_lists: bool) -> pa.Array:
    """Return the rewards as cells: of every response of a row, or of its only one."""
    steps = pa.list_(pa.float64())
    return pa.array(rewards, pa.list_(steps)) if of_lists else pa.array([only for (only,) in rewards], steps)
