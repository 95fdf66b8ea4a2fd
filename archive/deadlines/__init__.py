"""Who owed which report by when, and what the listing checks prove of it."""
