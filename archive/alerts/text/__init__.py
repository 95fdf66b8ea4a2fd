"""Alerts as text: entries combined into digests, messages by language. Pure."""
