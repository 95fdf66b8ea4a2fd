"""`python -m crawler.cli`: the same as `nianbao`."""

import sys

from crawler.cli import main

if __name__ == "__main__":
    sys.exit(main())
