"""Renders pages in Chromium whose content is made by scripts."""
