"""Property tests draw the same examples on every run; `HYPOTHESIS_PROFILE=search` looks for new ones.

A finding of a search is kept as a test of its own, so that a change lands or fails by what it changed.
"""

from __future__ import annotations

import os

from hypothesis import settings

from tests.support.small_disk import small_disk

__all__ = ["small_disk"]

settings.register_profile("fixed", derandomize=True, database=None, deadline=None)
settings.register_profile("search", max_examples=2000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fixed"))
