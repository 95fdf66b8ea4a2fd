"""Imported once, in the process that parser processes are forked from: loads what each of them would load again."""

from archive import gazetteer, parser

gazetteer.load()
parser.version()
