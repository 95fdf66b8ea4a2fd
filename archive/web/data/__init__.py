"""What other programs take from the served archive: feeds, the pages as JSON, tables for spreadsheets, citations."""
