"""Pages that compare: a township over the years, the townships of a county side by side."""
