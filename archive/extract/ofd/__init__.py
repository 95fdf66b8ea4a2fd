"""OFD (GB/T 33190) to documents."""
