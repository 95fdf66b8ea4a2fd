"""Draws lists, reads them, and prints two numbers: lists that go on and are called whole, whole ones not proved."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from random import Random

import click

from tests.support.lists import complete, going_on
from tests.support.lists.reading import Drawn, Reading, read


@click.command(help=__doc__)
@click.option("--draws", default=3000, help="Lists of each kind.")
@click.option("--seed", default=1)
@click.option("--show", default=20, help="The most lists that are named.")
def main(draws: int, seed: int, show: int) -> None:
    """Draw, read and count."""
    random = Random(seed)
    wrong = _count(going_on.draw, lambda found: found.proved and not found.all_found, random, draws)
    missed = _count(complete.draw, lambda found: not found.proved, random, draws)
    for kind, names in (("called whole", wrong), ("not proved", missed)):
        for name, _ in names.most_common(show):
            click.echo(f"{kind}: {name}")
    click.echo(
        f"{draws} lists that go on: {wrong.total()} called whole; {draws} whole lists: {missed.total()} not proved"
    )
    sys.exit(1 if wrong or missed else 0)


def _count(
    draw: Callable[[Random], Drawn], is_wrong: Callable[[Reading], bool], random: Random, draws: int
) -> Counter[str]:
    found = Counter[str]()
    for _ in range(draws):
        drawn = draw(random)
        reading = read(drawn)
        if is_wrong(reading):
            found[f"{drawn.name} ({reading.lacks})"] += 1
    return found


if __name__ == "__main__":
    main()
