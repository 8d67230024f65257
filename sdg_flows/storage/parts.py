from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from sdg_flows.core.errors import DiskError

_ZSTD = pa.ipc.IpcWriteOptions(compression="zstd")


@dataclass(frozen=True)
class StoredPart:
    """A part of a table, in an Arrow file of its own."""

    path: Path
    schema: pa.Schema
    num_rows: int

    def read(self, columns: Sequence[str] | None = None) -> pa.Table:
        """Read the rows, with all columns unless some are named.

        Raises:
            DiskError: the file is missing or damaged.
        """
        wanted = None if columns is None else [self.schema.get_field_index(name) for name in columns]
        try:
            with pa.OSFile(str(self.path)) as file:
                options = pa.ipc.IpcReadOptions(included_fields=wanted, use_threads=False)
                table = pa.ipc.open_file(file, options=options).read_all()
        except (OSError, pa.ArrowException) as error:
            raise DiskError(f"{self.path}: the rows cannot be read back ({error})") from error
        return table if columns is None else table.select(list(columns))


def store_part(table: pa.Table, path: Path) -> StoredPart:
    """Write a table to a new file, compressed with zstd, and return the part.

    Raises:
        DiskError: the file cannot be written.
    """
    bare = table.replace_schema_metadata(None)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, bare.schema, options=_ZSTD) as writer:
            writer.write_table(bare)
    except OSError as error:
        raise DiskError(f"{path}: the rows cannot be written ({error})") from error
    return StoredPart(path, bare.schema, bare.num_rows)
