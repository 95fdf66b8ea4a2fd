"""A sample site of the county with the most townships, five years of reports, served until killed.

Prints its registry row and the line `# served`.

usage: python -m benchmarks.large_site
"""

from __future__ import annotations

import sys
import threading
from dataclasses import replace
from datetime import datetime

from archive import gazetteer
from archive.storage.instants import CHINA
from tests.support.sites.registry import registry
from tests.support.sites.script import Township, enlarged, site
from tests.support.sites.server import SampleSites

if __name__ == "__main__":
    names = gazetteer.load()
    county = max(names.counties(), key=lambda candidate: len(names.units(candidate.code)))
    model = replace(site("nanjing"), county=county.code, county_name=county.name)
    large = enlarged(model, [Township(unit.code, unit.name) for unit in names.units(county.code)], range(2021, 2026))
    with SampleSites([large], now=datetime(2026, 3, 1, tzinfo=CHINA)) as sites:
        sys.stdout.write(f"{registry(sites)}# served\n")
        sys.stdout.flush()
        threading.Event().wait()
