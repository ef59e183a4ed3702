# SPDX-License-Identifier: Apache-2.0
"""The one entry point: `daicho` and `python -m daicho`."""

import sys

from daicho.config.cli import main

if __name__ == "__main__":
    sys.exit(main())
