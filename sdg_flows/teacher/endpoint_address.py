"""The address of an endpoint: what it may be, told before anybody is asked."""

from __future__ import annotations

from urllib.parse import urlsplit

from sdg_flows.core.errors import SettingsError

_PATHS_BELOW = ("/chat/completions", "/completions", "/models")
"""What a request adds to the address, and people copy with it."""


def check_address(url: str, said: str, key_place: str) -> None:
    """Return if requests can go to an address; `said` is where it stands, `key_place` where a key may be.

    Raises:
        SettingsError: it is none, is that of a single kind of request, or holds a query, a user name or a password.
    """
    if not _is_address(url):
        raise SettingsError(f"{said}: found {url!r}, expected an address such as http://host:8000/v1")
    if urlsplit(url).query:
        raise SettingsError(
            f"{said}: holds a query, in which a key may stand; set {key_place} and give the bare address"
        )
    if "@" in urlsplit(url).netloc:
        raise SettingsError(f"{said}: holds a user name or password; set {key_place} and give the bare address")
    for path in _PATHS_BELOW:
        before = url.rstrip("/").removesuffix(path)
        if before != url.rstrip("/"):
            raise SettingsError(f"{said}: found {url}, expected what comes before {path}: {before}")


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
