"""Which reader takes which bytes; packed files with several documents."""
