from __future__ import annotations

from typing import Generic, TypeVar
from uuid import uuid4

Content = TypeVar("Content")


class Parcel(Generic[Content]):
    """Holds what goes to a worker or comes back.

    In lists, dataclasses and models Prefect would look for futures, value by value, and Dask would spell them out to
    make a name of them: for a shard with its requests that takes longer than to send it.
    """

    def __init__(self, content: Content) -> None:
        self.content = content

    def __dask_tokenize__(self) -> str:
        """Name it for Dask: no two parcels are the same."""
        return uuid4().hex
