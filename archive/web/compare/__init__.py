"""Pages that compare: places side by side and ranked, years and versions of a report, and copies with their sources."""
