"""`Document` to `Reading`: what a report says, by forms that are data."""
