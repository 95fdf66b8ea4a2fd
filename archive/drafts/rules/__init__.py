"""The drafting rules, by what they look at. Importing this package registers the checks of all of them."""

from archive.drafts.rules import content, counts, dates, figures, names, punctuation, repetition, structure

MODULES = (content, counts, dates, figures, names, punctuation, repetition, structure)
"""The modules whose import registers the checks."""
