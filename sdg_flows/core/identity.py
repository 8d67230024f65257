"""What makes two things the same: digests of canonical JSON and of Arrow tables.

Every digest starts from a format number, so a change of the rules changes every key at once and knowingly.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np
import pyarrow as pa

FORMAT = 1

Plain: TypeAlias = "bool | int | float | str | Sequence[Plain] | Mapping[str, Plain] | None"


def digest(*parts: Plain) -> str:
    """Return 32 hex digits for plain JSON values; equal values give equal digits on every machine.

    Raises:
        TypeError: a part is not plain JSON; identity refuses to guess.
        ValueError: a part is NaN or infinite.
    """
    canonical = json.dumps([FORMAT, *parts], sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.blake2b(canonical.encode(errors="surrogatepass"), digest_size=16).hexdigest()


def table_digest(table: pa.Table) -> str:
    """Return 32 hex digits for a table's schema and cells; how it is cut into chunks does not matter."""
    schema = _bare(table.schema)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, schema) as stream:
        for batch in table.cast(schema).combine_chunks().to_batches():
            stream.write_batch(_compact(batch))
    return hashlib.blake2b(sink.getvalue(), digest_size=16, person=str(FORMAT).encode()).hexdigest()


def _bare(schema: pa.Schema) -> pa.Schema:
    return schema.remove_metadata()


def _compact(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Copy a batch so that slices of larger buffers and absent validity maps read alike."""
    return batch.take(pa.array(np.arange(batch.num_rows)))
