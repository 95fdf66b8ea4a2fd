"""Bytes to a report: one reader a format, then tables, text, identity, checks.

Pure: no clock, socket or database.
"""
