# SPDX-License-Identifier: Apache-2.0
"""`make bench`: run the measurements one after the other and say where the figures are.

    python -m bench [name ...]      all of them without a name

Figures are only worth something on a quiet machine: the load is printed before each.
"""

from __future__ import annotations

import os
import pkgutil
import subprocess
import sys
import time
from pathlib import Path

import bench


def main() -> int:
    """Run each; 1 when one of them failed."""
    known = sorted(
        found.name for found in pkgutil.iter_modules(bench.__path__) if found.name != "__main__"
    )
    wanted = sys.argv[1:] or known
    unknown = set(wanted) - set(known)
    if unknown:
        print(f"ありません: {', '.join(sorted(unknown))}(あるもの: {', '.join(known)})")
        return 2
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    print(f"{os.cpu_count()} cores, {memory:.0f} GiB")
    failed = [name for name in wanted if not _run(name)]
    print(f"失敗: {', '.join(failed)}" if failed else "すべて測りました。")
    return 1 if failed else 0


def _run(name: str) -> bool:
    print(f"\n== {name} (load {os.getloadavg()[0]:.1f})", flush=True)
    started = time.monotonic()
    code = subprocess.run([sys.executable, "-m", f"bench.{name}"], check=False).returncode
    result = Path(__file__).parent / "results" / f"{name}.json"
    print(f"-- {time.monotonic() - started:.0f}秒 → {result.name}")
    return code == 0


if __name__ == "__main__":
    sys.exit(main())
