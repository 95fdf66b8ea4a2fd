"""Where things lie in this checkout, for tests wherever they lie themselves."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
"""The checkout."""

SUPPORT = Path(__file__).parent

FORM_CASES = ROOT / "tests" / "archive" / "extract" / "form_cases"
"""One folder a case: `input.*`, which `documents/case_files.py` reads, and what must be read of it: `expected.json`."""

READING_CASES = ROOT / "tests" / "archive" / "extract" / "reading_cases"
"""One folder a case of layout alone: `input.*`, and the blocks read from it."""

FILES = ROOT / "tests" / "archive" / "extract" / "files"
"""One report in every format that is read."""

SAMPLE_PAGE = SUPPORT / "sites" / "sample.html"
"""A page with a whole report, as a county site shows it."""
