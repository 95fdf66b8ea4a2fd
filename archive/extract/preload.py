"""Imported once by the process from which parser processes are forked: loads what each of them needs."""

from archive import gazetteer, patterns
from archive.extract import parser, parser_name  # noqa: F401 - the parser is loaded, not called

gazetteer.load().index()
parser_name.today()
patterns.compile_all()
