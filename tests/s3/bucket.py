"""A bucket on an S3 server on loopback, which speaks the real protocol over HTTP."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import boto3
import pytest
import s3fs
from moto.server import ThreadedMotoServer

SECRET = "secretsecretsecret"
_NUMBERS = count(1)


@dataclass
class Bucket:
    """A new bucket; its server can be stopped, and started again with what it has."""

    name: str
    server: ThreadedMotoServer
    client: Any
    is_up: bool = True

    @property
    def url(self) -> str:
        return f"s3://{self.name}"

    def stop(self) -> None:
        self.server.stop()
        self.is_up = False

    def start_again(self) -> None:
        _, port = self.server.get_host_and_port()
        self.server, self.is_up = begun(port), True

    def names(self, below: str = "") -> list[str]:
        found = self.client.list_objects_v2(Bucket=self.name, Prefix=below).get("Contents", [])
        return [entry["Key"] for entry in found]

    def brought(self, folder: str, into: Path) -> Path:
        """Copy a folder here."""
        for name in self.names(folder.removeprefix(f"{self.url}/")):
            target = into / name
            target.parent.mkdir(parents=True, exist_ok=True)
            self.client.download_file(self.name, name, str(target))
        return into / folder.removeprefix(f"{self.url}/")

    def take(self, folder: Path, to: str) -> None:
        """Copy a folder there, file by file, as `aws s3 cp --recursive` does."""
        for file in folder.rglob("*"):
            if file.is_file():
                self.client.upload_file(str(file), self.name, f"{to}/{file.relative_to(folder).as_posix()}")


def begun(port: int = 0) -> ThreadedMotoServer:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
    server.start()
    return server


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    server = begun()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    for name, value in {
        "AWS_ENDPOINT_URL": address,
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
    }.items():
        monkeypatch.setenv(name, value)
    s3fs.S3FileSystem.clear_instance_cache()
    made = Bucket(f"bucket-{next(_NUMBERS)}", server, boto3.client("s3"))
    made.client.create_bucket(Bucket=made.name)
    yield made
    made.client.close()
    s3fs.S3FileSystem.clear_instance_cache()
    if made.is_up:
        made.stop()
