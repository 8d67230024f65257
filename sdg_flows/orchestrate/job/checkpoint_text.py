"""The serialised form of a block result in a checkpoint."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from prefect.serializers import Serializer

from sdg_flows.core.block import Outcome
from sdg_flows.orchestrate.job.block_result import BlockResult

SERIALIZER = "sdg_flows.block_result"
_TABLES = ("kept", "rejected", "lineage")
_ZSTD = pa.ipc.IpcWriteOptions(compression="zstd")
_IN_THIS_THREAD = pa.ipc.IpcReadOptions(use_threads=False)


@dataclass(frozen=True)
class KeptResult:
    """A block result as read from a checkpoint. Its tables are decoded on demand: Prefect reads each result twice."""

    content: Mapping[str, Any]

    @property
    def result(self) -> BlockResult:
        """Return the block result. All of its answers count as kept, at no cost."""
        outcome = Outcome(*(_decode_table(self.content[name]) for name in _TABLES))
        return BlockResult(outcome, self.content["kept_digest"], kept_answers=self.content["answers"])


class BlockResultSerializer(Serializer):  # pyright: ignore[reportMissingTypeArgument]  Prefect cannot dispatch on a parametrised one
    """Serialises block results as JSON: tables as compressed Arrow streams in base64, with a digest over everything."""

    type: str = SERIALIZER

    def dumps(self, obj: BlockResult) -> bytes:
        """Return the text of a block result."""
        content = {name: _encode_table(getattr(obj.outcome, name)) for name in _TABLES}
        content |= {"kept_digest": obj.kept_digest, "answers": obj.asked + obj.kept_answers}
        return json.dumps({"digest": _digest(content), **content}).encode()

    def loads(self, blob: bytes) -> KeptResult:
        """Return the result that was serialised.

        Raises:
            ValueError: the text was changed or is incomplete.
        """
        content: dict[str, Any] = json.loads(blob)
        if content.pop("digest", None) != _digest(content):
            raise ValueError("the checkpoint was changed or is incomplete")
        return KeptResult(content)


def _encode_table(table: pa.Table) -> str:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema, options=_ZSTD) as stream:
        stream.write_table(table)
    return base64.b64encode(sink.getvalue()).decode("ascii")


def _decode_table(text: str) -> pa.Table:
    return pa.ipc.open_stream(base64.b64decode(text), options=_IN_THIS_THREAD).read_all()


def _digest(content: Mapping[str, Any]) -> str:
    """Return a digest of names and values, one to a line: base64 contains no line breaks, so this is unambiguous."""
    lines = [f"{name} {content[name]}" for name in sorted(content)]
    return hashlib.blake2b("\n".join(lines).encode(), digest_size=16).hexdigest()
