"""Checks that the requests of a run fit the model's context length, if the server reports it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sdg_flows.core.block import TableBlock
from sdg_flows.core.errors import SettingsError
from sdg_flows.core.exchange import Request
from sdg_flows.core.prompt_block import PromptBlock
from sdg_flows.orchestrate.plan import Job
from sdg_flows.outputs.figures import number
from sdg_flows.teacher.context import min_tokens
from sdg_flows.teacher.teacher import Teacher

ROWS_CHECKED = 20
"""Rows of each pipeline of which the prompts of the first teacher block are checked."""


def check_context(jobs: Iterable[Job], teacher: Teacher) -> None:
    """Refuse a run with a block whose requests are all too long for the model.

    For every block, its longest answer must leave room for a prompt. Prompts are checked for the first block that asks
    only, because those of later blocks depend on answers. Single rows that are too long are not checked: the server
    refuses their requests, and they are rejected.

    Raises:
        SettingsError: with a sentence for each block.
    """
    misfits = [said for job in jobs for said in _problems(job, teacher)]
    if misfits:
        raise SettingsError("\n".join(dict.fromkeys(misfits)))


def _problems(job: Job, teacher: Teacher) -> Iterator[str]:
    asking = [block for block in job.pipeline.blocks if isinstance(block, PromptBlock)]
    without_room = [said for block in asking if (said := _without_room(block, job, teacher))]
    yield from without_room or filter(None, [_prompts_too_long(job, teacher)])


def _without_room(block: PromptBlock, job: Job, teacher: Teacher) -> str | None:
    """Return a sentence if a block's longest answer leaves no room for a prompt."""
    most = _max_tokens(block)
    context = teacher.context(block.teacher, block.gen_kwargs.model_or(block.model_id))
    if context is None or context.left_for_prompt(most) > 0:
        return None
    return (
        f"{block.name} of {job.name} asks for answers of up to {number(most or 0)} tokens, and "
        f"{teacher.description(block.teacher)} takes {number(context.tokens)} with the prompt. Ask for less, such as "
        f"--max-tokens {block.name}={context.tokens // 2}, or serve the model with a longer context."
    )


def _prompts_too_long(job: Job, teacher: Teacher) -> str | None:
    """Return a sentence if no prompt of the first block that asks fits, even at six characters per token."""
    block, requests = _first_requests(job)
    if block is None or not requests:
        return None
    context = teacher.context(block.teacher, requests[0].model)
    shortest = min(request.characters for request in requests)
    if context is None or min_tokens(shortest) <= context.left_for_prompt(_max_tokens(block)):
        return None
    beside = f", {number(_max_tokens(block) or 0)} of them for the answer" if context.counts_max_tokens else ""
    return (
        f"{block.name} of {job.name}: the shortest of {len(requests)} prompts has {number(shortest)} characters, which "
        f"are {number(min_tokens(shortest))} tokens or more, and {teacher.description(block.teacher)} takes "
        f"{number(context.tokens)}{beside}. Give shorter rows, or serve the model with a longer context."
    )


def _first_requests(job: Job) -> tuple[PromptBlock | None, list[Request]]:
    rows = job.inputs.sample_evenly(ROWS_CHECKED).table()
    for one in job.blocks:
        if isinstance(one.block, PromptBlock):
            return one.block, one.block.requests(rows)
        if not isinstance(one.block, TableBlock):
            break
        rows = one.block(rows).kept
    return None, []


def _max_tokens(block: PromptBlock) -> int | None:
    params = block.params(0)
    return params.get("max_completion_tokens", params.get("max_tokens"))
