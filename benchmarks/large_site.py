"""A sample site with many townships, served until killed: prints its registry row and an empty line.

usage: python -m benchmarks.large_site TOWNSHIPS
"""

from __future__ import annotations

import sys
import threading
from datetime import datetime

from archive import gazetteer
from archive.clock import CHINA
from tests.sites.registry import registry
from tests.sites.script import Township, enlarged, site
from tests.sites.server import SampleSites

if __name__ == "__main__":
    names = gazetteer.load()
    model = site("nanjing")
    county = names.county(model.county)
    townships = [Township(unit.code, unit.name) for unit in names.units(model.county)]
    neighbours = (unit for other in names.counties() for unit in names.units(other.code) if other.province == county.province)
    known = {township.name for township in townships}
    for unit in neighbours:
        if len(townships) >= int(sys.argv[1]):
            break
        if unit.name not in known:
            known.add(unit.name)
            townships.append(Township(unit.code, unit.name))
    large = enlarged(model, townships, (2023, 2024, 2025))
    with SampleSites([large], now=datetime(2026, 3, 1, tzinfo=CHINA)) as sites:
        sys.stdout.write(registry(sites).strip() + "\n\n")
        sys.stdout.flush()
        threading.Event().wait()
