"""Care of archives: verify, merge, reparse, back up."""
