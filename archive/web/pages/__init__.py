"""What each page shows: the archive is asked, and the answers are put in the order of the page."""
