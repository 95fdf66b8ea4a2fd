"""What verbs that tell of the whole archive take as it grows: processor seconds, and the most memory that they held.

usage: python -m benchmarks.verbs ARCHIVE…

The archives are those of `benchmarks.nation`, judged (`benchmarks.scale` judges them). Each verb is a process of its
own, its output goes to a file beside the archive and is deleted.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from archive.storage.database import Archive

INTRODUCTION = """
## Verbs
`python -m benchmarks.verbs`: processor seconds, and the most memory held. What is written row by row is held a county
at a time.
"""
YEAR = "2025"
VERBS: dict[str, Sequence[str]] = {
    "`status --year --json`": ("status", "--year", YEAR, "--json"),
    "`status --json`, all years": ("status", "--json"),
    "`status --year`, a table": ("status", "--year", YEAR),
    "`findings --json`": ("findings", "--json"),
    "`review --json`": ("review", "--json"),
    "`alerts --json`": ("alerts", "--json"),
    "`export csv --year`": ("export", "csv", "{folder}/csv", "--year", YEAR),
    "`export parquet --year`": ("export", "parquet", "{folder}/parquet", "--year", YEAR),
}


def measured(archive: Path) -> dict[str, str]:
    """Seconds and megabytes of each verb on an archive, by its name."""
    found = {}
    for name, words in VERBS.items():
        with tempfile.TemporaryDirectory(dir=archive.parent) as folder:
            config = Path(folder, "nianbao.toml")
            config.write_text(f'archive = "{archive}"\nsites = "sites.toml"\n', encoding="utf-8")
            Path(folder, "sites.toml").touch()
            command = [sys.executable, "-m", "crawler.cli", "--config", str(config)]
            command += [word.format(folder=folder) for word in words]
            with Path(folder, "output").open("wb") as output, subprocess.Popen(command, stdout=output) as process:
                _, status, used = os.wait4(process.pid, 0)
                process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode > 1:
            raise SystemExit(f"{name} ended with {process.returncode}")
        found[name] = f"{used.ru_utime + used.ru_stime:.1f} s, {used.ru_maxrss / 1024:.0f} MB"
    return found


def main() -> None:
    """Print the table, a column an archive."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("archives", nargs="+", type=Path)
    given = options.parse_args()
    columns = []
    for path in map(Path.resolve, given.archives):
        with Archive.read(path) as archive:
            columns.append((f"{archive.one('SELECT count(*) FROM reports')[0]:,} reports", measured(path)))
    print(f"{INTRODUCTION}\n| verb | {' | '.join(name for name, _ in columns)} |\n| --- |{' --- |' * len(columns)}")
    for verb in VERBS:
        print(f"| {verb} | {' | '.join(found[verb] for _, found in columns)} |")


if __name__ == "__main__":
    main()
