from __future__ import annotations

from sdg_flows.core.errors import SettingsError
from sdg_flows.outputs.files.atomic_files import replace_file
from sdg_flows.outputs.files.places import writable_file
from sdg_flows.storage.url import place


def write_page(page: str, named: str, flag: str) -> None:
    """Write or replace the page in the file or at the address that a flag gives.

    Raises:
        SettingsError: it is a folder.
        DiskError: it cannot be written.
    """
    file = place(named, flag)
    if file.is_dir():
        raise SettingsError(f"{flag}: {named} is a folder. Expected the file to write, such as page.html.")
    with writable_file(file) as path:
        replace_file(path, page.split("\n"), "the page")
