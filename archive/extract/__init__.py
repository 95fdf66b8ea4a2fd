"""Bytes to a report: one reader a format, then tables, text and identity, then checks. Pure: no clock, socket or database."""
