"""Documents to reports over time: versions, changes, and where each report was available."""
