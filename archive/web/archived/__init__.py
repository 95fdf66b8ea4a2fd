"""Archived documents on the pages: what is known of a capture, and its bytes made fit to be looked at."""
