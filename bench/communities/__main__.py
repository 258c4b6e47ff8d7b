"""`python -m bench.communities measure|fit --public DIR`: how adverts are found in communities."""

import argparse
from pathlib import Path

from bench.communities.fit import FACTS, FAMILIES, fitted, in_force, suspects
from bench.communities.measure import Measured, measure, tables
from bench.communities.models import unseeing
from bench.communities.texts import FITTED, MEASURED, corpus, dialogues
from handlers.judging import compile_rules
from handlers.settings import JudgingSettings, LeadSettings

_SEEDS = {MEASURED: 11, FITTED: 7}


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


def played(part: int, public: Path, kept: Path) -> Measured:
    """The communities of one part, judged by a model that saw none of it."""
    model = unseeing(part, public, kept)
    rules = compile_rules(JudgingSettings(), LeadSettings(), model=model)
    texts = [one for one in corpus() if one.part == part]
    talk = dialogues(public / "zh_dialogue_ham.train.jsonl", part)
    return measure(rules, texts, _SEEDS[part], talk=talk)


if __name__ == "__main__":
    main()
