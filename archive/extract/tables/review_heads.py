"""Which column of a review table holds which result of which block, from all the heads printed over it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from archive.extract.report import labels
from archive.extract.tables import line_values

Head = tuple[str, str]


def columns(stacks: Mapping[int, Sequence[str]], announced: str | None) -> dict[int, Head]:
    """Column -> (block, result); {} where the heads do not come to the five results of one block or of all three.

    `stacks` holds for each column the heads over it from the top. `announced` is the block that the text before a
    table of one block names.
    """
    words = {column: "".join(stack) for column, stack in sorted(stacks.items())}
    results = {column: result for column, named in words.items() if (result := _ending(named))}
    width = len(line_values.RESULTS)
    if list(results.values()) == list(line_values.RESULTS):
        block = _block(words.values()) or announced
        return {column: (block, result) for column, result in results.items()} if block else {}
    if list(results.values()) != list(line_values.RESULTS) * len(line_values.BLOCKS):
        return {}
    places = list(results)
    groups = [places[start : start + width] for start in range(0, len(places), width)]
    named_blocks = [_block(words[column] for column in group) for group in groups]
    blocks = named_blocks if set(named_blocks) == set(line_values.BLOCKS) else line_values.BLOCKS
    return {
        column: (block, results[column])
        for group, block in zip(groups, blocks, strict=True)
        for column in group
        if block is not None
    }


def _block(words: Iterable[str]) -> str | None:
    together = "".join(words)
    known = {block for wording, block in labels.lexicon().blocks.items() if wording in together}
    return known.pop() if len(known) == 1 else None


def _ending(words: str) -> str | None:
    results = labels.lexicon().results
    fitting = [wording for wording in results if words.endswith(wording)]
    return results[max(fitting, key=len)] if fitting else None
