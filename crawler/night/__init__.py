"""A whole night over many sites: schedule, runs, copies, and the summary of its results."""
