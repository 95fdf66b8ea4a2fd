"""Alerts in words: entries folded for readers, messages by language. Pure."""
