"""`python -m bench.communities measure|fit --public DIR`: how adverts are found in communities."""

import argparse
from pathlib import Path

from bench.communities.fit import FACTS, FAMILIES, fitted, in_force, suspects
from bench.communities.measure import played, tables
from bench.communities.texts import FITTED, MEASURED


def main() -> None:
    """Measure, or fit, and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.communities", description=__doc__)
    parser.add_argument("what", choices=("measure", "fit"))
    parser.add_argument("--public", type=Path, required=True, help="folder of the public sets")
    parser.add_argument("--kept", type=Path, default=Path("build/models"), help="trained models")
    chosen = parser.parse_args()
    if chosen.what == "measure":
        for line in tables(played(MEASURED, chosen.public, chosen.kept)):
            print(line)
        return
    before = in_force()
    after = fitted(suspects(played(FITTED, chosen.public, chosen.kept).outcomes))
    names = ["base", "model", "silent", *FAMILIES, *FACTS]
    for name, old, new in zip(names, before, after, strict=True):
        print(f"{name:20} {old:6.2f} -> {new:6.2f}")


if __name__ == "__main__":
    main()
