"""Bytes to `Document`: one reader a format, chosen by the bytes themselves."""
