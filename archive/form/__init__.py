"""What a document says: from layout to the statutory form. Pure."""

from archive.form.interpret import interpret
from archive.form.output import to_json
from archive.form.recognised import weigh
from archive.form.rules import RULES, compare_years, evaluate, explain, reevaluate
from archive.form.second import compare_readings, needs_second_reading, settle

__all__ = [
    "RULES",
    "compare_readings",
    "compare_years",
    "evaluate",
    "explain",
    "interpret",
    "needs_second_reading",
    "reevaluate",
    "settle",
    "to_json",
    "weigh",
]
