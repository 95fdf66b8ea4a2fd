"""Drafts checked in the browser: the form, and the review as a page to print."""
