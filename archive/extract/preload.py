"""Imported once, in the process that worker processes are forked from: loads what each of them would load again."""

from archive import gazetteer
from archive.extract import parser, parser_name  # noqa: F401 - the parser is loaded, not called

gazetteer.load()
parser_name.today()
