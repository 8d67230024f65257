"""Ask pip-audit about the packages in a folder: `python .ci/audit.py SITE_PACKAGES`, where pip-audit is installed.

Exit codes: 0 no known vulnerability, or nobody could be asked, which is said; 1 there is one that is not ignored.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

IGNORED = Path(__file__).with_name("audit-ignored.txt")
"""On each line an id and the reason why it does not concern us."""


def verdict(report: str, complaints: str, ignored: set[str]) -> tuple[int, str]:
    """Return the exit code and what to say, from what pip-audit printed and what it complained of."""
    try:
        packages: list[dict[str, Any]] = json.loads(report)["dependencies"]
    except ValueError:
        return 0, f"audit: NOT DONE, pip-audit gave no report: {(complaints.strip().splitlines() or ['no reason'])[-1]}"
    known = [package for package in packages if "skip_reason" not in package]
    if not known:
        return 0, f"audit: NOT DONE, the service knows none of the {len(packages)} packages; it is likely out of reach"
    found = [
        f"{package['name']} {package['version']}: {fault['id']}, mended in {', '.join(fault['fix_versions']) or 'none'}"
        for package in known
        for fault in package["vulns"]
        if not ignored & {fault["id"], *fault.get("aliases", ())}
    ]
    unknown = ", ".join(package["name"] for package in packages if "skip_reason" in package) or "none"
    told = f"audit: {len(known)} packages, {len(found)} known vulnerabilities; unknown to the service: {unknown}"
    return (1 if found else 0), "\n".join([told, *found])


def main(site_packages: str) -> int:
    """Audit, say what was found, and give the exit code."""
    command = [sys.executable, "-m", "pip_audit", "--path", site_packages, "--format", "json"]
    asked = subprocess.run([*command, "--progress-spinner", "off"], capture_output=True, text=True, check=False)
    lines = IGNORED.read_text(encoding="utf-8").splitlines()
    ignored = {line.split()[0] for line in lines if line.strip() and not line.startswith("#")}
    code, told = verdict(asked.stdout, asked.stderr, ignored)
    print(told)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
