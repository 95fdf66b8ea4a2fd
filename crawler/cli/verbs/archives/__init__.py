"""Verbs for archives as files: served, proved, rebuilt, copied, joined."""
