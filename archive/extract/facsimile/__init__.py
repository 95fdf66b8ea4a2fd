"""Archived documents to look at: web pages made harmless, pages as pictures, other files as they were read."""
