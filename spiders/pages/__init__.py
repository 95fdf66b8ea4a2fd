"""The values that pass between a fetched page, the CMS families and the walk."""
