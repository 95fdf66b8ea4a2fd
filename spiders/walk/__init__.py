"""The walk over a site: start, column, every page of the list, reports, attachments."""
