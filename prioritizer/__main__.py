"""``python -m prioritizer``: the command line."""

import sys

from prioritizer.cli import main

if __name__ == "__main__":
    sys.exit(main())
