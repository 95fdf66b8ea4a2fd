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
    head_text = {column: "".join(stack) for column, stack in sorted(stacks.items())}
    results = {column: result for column, text in head_text.items() if (result := _result_of(text))}
    width = len(line_values.RESULTS)
    if list(results.values()) == list(line_values.RESULTS):
        block = _block(head_text.values()) or announced
        return {column: (block, result) for column, result in results.items()} if block else {}
    if list(results.values()) != list(line_values.RESULTS) * len(line_values.BLOCKS):
        return {}
    result_columns = list(results)
    groups = [result_columns[start : start + width] for start in range(0, len(result_columns), width)]
    named_blocks = [_block(head_text[column] for column in group) for group in groups]
    blocks = named_blocks if set(named_blocks) == set(line_values.BLOCKS) else line_values.BLOCKS
    return {
        column: (block, results[column])
        for group, block in zip(groups, blocks, strict=True)
        for column in group
        if block is not None
    }


def _block(head_text: Iterable[str]) -> str | None:
    text = "".join(head_text)
    known = {block for wording, block in labels.lexicon().blocks.items() if wording in text}
    return known.pop() if len(known) == 1 else None


def _result_of(head_text: str) -> str | None:
    results = labels.lexicon().results
    wordings = [wording for wording in results if head_text.endswith(wording)]
    return results[max(wordings, key=len)] if wordings else None
