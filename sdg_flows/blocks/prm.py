from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from sdg_flows.core.block import REJECTED, Outcome, TeacherBlock, rejection
from sdg_flows.core.columns import Columns
from sdg_flows.core.exchange import Answer, Request
from sdg_flows.core.table import ROW_ID, rows_of, with_column


class PRMBlock(TeacherBlock):
    """Let a process reward model score each step of a response.

    The steps of the response, cut at `step_separator`, go to the server's /pooling with `step_fill_token` after each;
    the second number of each pair that comes back, the probability that the step is right, is its reward.

    Rows: n in, at most n out, order kept, under their own ids. Reasons of rejected rows: `null_value`; `uneven` when
    there is not one reward a step; or the outcome of the request.
    Columns: needs `prompt_col` and `response_col` (text); adds `output_col`, a list of floats from 0 to 1.

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
    teacher: str | None = None
    system_prompt: str | None = None
    step_separator: str = "\n\n"
    step_fill_token: str = "<extra_0>"

    @property
    def columns(self) -> Columns:
        """Need prompt and response, and add the rewards."""
        types = {self.output_col: pa.list_(pa.float64())}
        return Columns(needs=(self.prompt_col, self.response_col), adds=(self.output_col,), types=types)

    def requests(self, table: pa.Table) -> list[Request]:
        """Give one request a row, in row order; none for a row without prompt or response."""
        asked: list[Request] = []
        for row in table.select([ROW_ID, self.prompt_col, self.response_col]).to_pylist():
            prompt, response = row[self.prompt_col], row[self.response_col]
            if prompt is not None and response is not None:
                messages = self._messages(str(prompt), str(response))
                params = {"temperature": 0}
                asked.append(Request(row[ROW_ID], 0, params, messages, None, self.model_id, self.teacher, pooling=True))
        return asked

    def read(self, table: pa.Table, answers: Sequence[Answer]) -> Outcome:
        """Give the rows with a reward for each step of their response."""
        by_row = {answer.row_id: answer for answer in answers}
        rewards: list[list[float]] = []
        rejected: list[dict[str, Any]] = []
        kept: list[bool] = []
        for row in rows_of(table):
            answer = by_row.get(row[ROW_ID])
            found = None if answer is None else self._rewards(answer, str(row[self.response_col]))
            kept.append(found is not None)
            if found is not None:
                rewards.append(found)
            else:
                rejected.append(_rejection(row, answer))
        table = table.filter(pa.array(kept, pa.bool_()))
        values = pa.array(rewards, pa.list_(pa.float64()))
        return Outcome(with_column(table, self.output_col, values), pa.Table.from_pylist(rejected, schema=REJECTED))

    def _messages(self, prompt: str, response: str) -> tuple[dict[str, str], ...]:
        marked = self.step_fill_token.join(self._steps(response)) + self.step_fill_token
        first = [] if self.system_prompt is None else [{"role": "system", "content": self.system_prompt}]
        return (*first, {"role": "user", "content": prompt}, {"role": "assistant", "content": marked})

    def _steps(self, response: str) -> list[str]:
        return response.split(self.step_separator)

    def _rewards(self, answer: Answer, response: str) -> list[float] | None:
        """Give the rewards of an answer; None unless there is one for each step."""
        if answer.outcome != "ok" or answer.text is None:
            return None
        data: Any = json.loads(answer.text)
        pairs = data[0].get("data") if isinstance(data, list) and data and isinstance(data[0], dict) else None
        if not isinstance(pairs, list) or len(pairs) != len(self._steps(response)):
            return None
        if not all(isinstance(pair, list) and len(pair) == 2 for pair in pairs):
            return None
        return [float(pair[1]) for pair in pairs]


def _rejection(row: dict[str, Any], answer: Answer | None) -> dict[str, Any]:
    if answer is None:
        return rejection(row, "null_value")
    reason = answer.outcome if answer.outcome != "ok" else "uneven"
    detail = answer.detail or "the reply has not one pair of numbers a step"
    return {**rejection(row, reason, detail), "answer_key": answer.key}
