"""The sections of a report and the indicators that its text states."""
