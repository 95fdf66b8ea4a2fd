"""What all readers share: the laid-out document, its grid of cells, characters, XML and limits."""
