"""Pages that only scripts fill, shown in Chromium."""
