"""`python -m sdg_flows.run`: the same as `sdg-flows run`."""

import sys

from sdg_flows.cli.main import main

if __name__ == "__main__":
    main(["run", *sys.argv[1:]])
