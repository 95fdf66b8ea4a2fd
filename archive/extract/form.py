"""What a document says: from layout to the statutory form. Pure."""

from archive.extract.checks.partial_reading import weigh
from archive.extract.checks.rules import RULES, compare_years, evaluate, explain, reevaluate
from archive.extract.checks.second_reading import compare_readings, needs_second_reading, settle
from archive.extract.interpret import interpret
from archive.extract.output import from_json, to_json, with_source

__all__ = [
    "RULES",
    "compare_readings",
    "compare_years",
    "evaluate",
    "explain",
    "from_json",
    "interpret",
    "needs_second_reading",
    "reevaluate",
    "settle",
    "to_json",
    "weigh",
    "with_source",
]
