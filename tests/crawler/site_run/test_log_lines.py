"""What the process of a site writes to its log."""

from __future__ import annotations

import re
import subprocess
import sys

from tests.support.paths import ROOT

PROGRAM = r"""
import logging
from scrapy.settings import Settings
from crawler.site_run.worker import crawler_process
crawler_process(Settings({"LOG_LEVEL": "WARNING"}))
logging.getLogger("scrapy.core").info("not told")
logging.getLogger("scrapy.core").warning("of %s", "a site\x1b[2J\nforged")
try:
    raise ValueError("of a site\x1b[2J")
except ValueError:
    logging.getLogger("scrapy.core").exception("failed")
"""


def test_records_are_lines_as_of_the_program_in_which_nothing_acts() -> None:
    told = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True).stderr
    first, second, *traceback = told.splitlines()
    assert re.fullmatch(r"20[0-9T:-]{17}\+0800 of a site<U\+001B>\[2J forged", first)
    assert second.endswith("+0800 failed")
    assert traceback[-1] == "ValueError: of a site<U+001B>[2J"
