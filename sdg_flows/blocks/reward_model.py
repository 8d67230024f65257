from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, ClassVar

import pyarrow as pa
import regex
from pydantic import Field

from sdg_flows.core.block import REJECTED, Outcome, TeacherBlock, rejection
from sdg_flows.core.columns import Columns
from sdg_flows.core.conversation import parse_conversation
from sdg_flows.core.exchange import Answer, Request, group_by_row
from sdg_flows.core.table import ROW_ID, iter_rows, with_column

# A name begins where a word does or a value has ended, and gives no letter back: a long word is gone through once.
_REWARD = regex.compile(r"(?:\G|(?<!\w))(?P<name>\w++)[\"']?\s*+[:=]\s*(?P<value>-?\d+(?:\.\d+)?(?:[eE]-?\d+)?)")
HELPSTEER = ("helpfulness", "correctness", "coherence", "complexity", "verbosity")


class RewardModelBlock(TeacherBlock):
    """Let a reward model rate how each row's conversation ends, attribute by attribute.

    The conversation goes to /v1/chat/completions. The rewards are read from the text of the reply, such as
    `helpfulness:1.6,correctness:1.5` or a JSON object, else from its tokens, whose log-probabilities they then are.
    Attributes are found in any case.

    Rows: n in, at most n out, order kept, under their own ids. Reasons of rejected rows: `no_messages` for a row whose
    conversation does not end with the assistant; `no_reward` when the reply lacks an attribute, as that of a model
    that is no reward model; or the outcome of the request.
    Columns: needs `input_col`, lists of messages; adds the `attributes` as numbers, each after `prefix`.

    Source: NeMo Curator `query_reward_model`; Nemotron-4-340B-Reward, whose attributes are those of HelpSteer.

    ```yaml
    - name: rate                     # messages in; reward_helpfulness and so on added
      type: RewardModelBlock
      config: {input_col: messages, prefix: reward_, teacher: reward}
    ```
    """

    version: ClassVar[int] = 2

    input_col: str = "messages"
    attributes: Annotated[tuple[str, ...], Field(min_length=1)] = HELPSTEER
    prefix: str = ""
    model_id: str | None = None

    @property
    def columns(self) -> Columns:
        """Need the conversation, and add the rewards."""
        made = [self.prefix + name for name in self.attributes]
        return Columns(needs=(self.input_col,), adds=made, types=dict.fromkeys(made, pa.float64()))

    def requests(self, table: pa.Table) -> list[Request]:
        """Return a request a row; none for a row without an answer to rate."""
        return [
            Request(row[ROW_ID], 0, {"temperature": 0}, messages, None, self.model_id, self.teacher)
            for row in table.select([ROW_ID, self.input_col]).to_pylist()
            if (messages := parse_conversation(row[self.input_col])) and messages[-1]["role"] == "assistant"
        ]

    def read(self, table: pa.Table, answers: Sequence[Answer]) -> Outcome:
        """Return the rows with their rewards."""
        answered = group_by_row(answers)
        rated = [self._rated(row, answered.get(row[ROW_ID], ())) for row in iter_rows(table)]
        kept = table.filter(pa.array([isinstance(one, tuple) for one in rated], pa.bool_()))
        rewards = [one for one in rated if isinstance(one, tuple)]
        for at, name in enumerate(self.attributes):
            kept = with_column(kept, self.prefix + name, pa.array([one[at] for one in rewards], pa.float64()))
        rejected = [one for one in rated if isinstance(one, dict)]
        return Outcome(kept, pa.Table.from_pylist(rejected, schema=REJECTED))

    def _rated(self, row: Mapping[str, Any], answers: Sequence[Answer]) -> tuple[float, ...] | dict[str, Any]:
        """Return the rewards of a row, or the row as a rejected one."""
        if not answers:
            return rejection(row, "no_messages", f"{self.input_col!r} holds no messages that end with the assistant's")
        (answer,) = answers
        if answer.outcome != "ok":
            return {**rejection(row, answer.outcome, answer.detail), "answer_key": answer.key}
        found = rewards_in(answer)
        missing = [name for name in self.attributes if name.lower() not in found]
        if missing:
            detail = f"the reply has no {missing[0]!r}: {(answer.text or '')[:80]!r}. Expected a reward model"
            return {**rejection(row, "no_reward", detail), "answer_key": answer.key}
        return tuple(found[name.lower()] for name in self.attributes)


def rewards_in(answer: Answer) -> dict[str, float]:
    """Return the finite rewards in an answer, by lower-case attribute: from its text, else from its tokens."""
    rewards = {
        match["name"].lower(): value
        for match in _REWARD.finditer(answer.text or "")
        if math.isfinite(value := float(match["value"]))
    }
    return rewards or {name.strip().lower(): value for token in answer.logprobs or () for name, value in token.items()}
