"""A page in headless Chromium, spoken to over a pipe by its DevTools protocol: no driver is to be installed."""

import base64
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

import pytest

BINARY = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
OFFLINE = ("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--no-proxy-server")

needs_chromium = pytest.mark.skipif(
    BINARY is None, reason="no Chromium is installed (Debian: apt-get install chromium)"
)


class Page:
    """A page that is open. `complaints` are the errors and warnings of its console."""

    def __init__(self, to: IO[bytes], back: IO[bytes]) -> None:
        self._to, self._back, self._number, self._session = to, back, 0, None
        self.complaints: list[str] = []
        self._rest = b""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def open(self, address: str) -> None:
        """Go there, and wait until it is loaded."""
        self.call("Page.navigate", url=address)
        self.until("document.readyState === 'complete'")

    def look(self, expression: str) -> Any:
        """Return the value of an expression, awaited."""
        asked = {"expression": expression, "awaitPromise": True, "returnByValue": True}
        ended = self.call("Runtime.evaluate", **asked)
        assert "exceptionDetails" not in ended, ended["exceptionDetails"]
        return ended["result"].get("value")

    def until(self, expression: str) -> None:
        """Wait until an expression holds: ten seconds at most."""
        end = time.monotonic() + 10
        while not self.look(f"!!({expression})"):
            assert time.monotonic() < end, f"waited in vain for {expression}"
            time.sleep(0.02)

    def shot(self, file: Path, width: int, height: int, scheme: str = "light", scale: float = 1.0) -> None:
        """Take a picture of what stands in a window of that size."""
        self.window(width, height, scheme, scale)
        self.look("new Promise((done) => setTimeout(done, 300))")
        file.write_bytes(base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"]))

    def window(self, width: int, height: int, scheme: str = "light", scale: float = 1.0) -> None:
        """Return the page a window of that size."""
        size = {"width": width, "height": height, "deviceScaleFactor": scale, "mobile": False}
        self.call("Emulation.setDeviceMetricsOverride", **size)
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def key(self, name: str) -> None:
        """Press a key."""
        for kind in ("rawKeyDown", "keyUp"):
            codes = {"Tab": 9, "Enter": 13}
            self.call("Input.dispatchKeyEvent", type=kind, key=name, code=name, windowsVirtualKeyCode=codes[name])
            if kind == "rawKeyDown" and name == "Enter":
                self.call("Input.dispatchKeyEvent", type="char", text="\r")

    def call(self, method: str, **params: Any) -> Any:
        """Call a method of the protocol, and note what the page complained of meanwhile."""
        self._number += 1
        session = {"sessionId": self._session} if self._session else {}
        message = {"id": self._number, "method": method, "params": params, **session}
        self._to.write(json.dumps(message).encode() + b"\0")
        while True:
            told = self._next()
            if told.get("id") == self._number:
                assert "error" not in told, told["error"]
                return told["result"]
            self._note(told.get("method"), told.get("params", {}))

    def _next(self) -> Any:
        while b"\0" not in self._rest:
            piece = self._back.read(1 << 16)
            assert piece, "Chromium has ended"
            self._rest += piece
        message, _, self._rest = self._rest.partition(b"\0")
        return json.loads(message)

    def _note(self, method: str | None, params: Any) -> None:
        if method == "Runtime.exceptionThrown":
            self.complaints.append(json.dumps(params["exceptionDetails"]))
        if method == "Runtime.consoleAPICalled" and params["type"] in ("error", "warning", "assert"):
            self.complaints.append(json.dumps(params["args"]))
        if method == "Log.entryAdded" and params["entry"]["level"] in ("error", "warning"):
            self.complaints.append(json.dumps(params["entry"]))


@contextmanager
def chromium(*flags: str) -> Iterator[Page]:
    """Return an empty page of a Chromium that reaches nothing but this machine."""
    assert BINARY is not None
    child_reads, to = os.pipe()
    back, child_writes = os.pipe()
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        own = ("--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", f"--user-data-dir={profile}")
        words = [BINARY, *own, "--remote-debugging-pipe", *OFFLINE, *flags, "about:blank"]
        shell = f'exec "$0" "$@" 3<&{child_reads} 4>&{child_writes} 2>/dev/null'
        process = subprocess.Popen(["bash", "-c", shell, *words], pass_fds=(child_reads, child_writes))
        os.close(child_reads)
        os.close(child_writes)
        try:
            with os.fdopen(to, "wb", 0) as told, os.fdopen(back, "rb", 0) as heard:
                yield Page(told, heard)
        finally:
            process.terminate()
            process.wait(20)
