"""Which column of a review table holds which result of which block, from all the heads printed over it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from archive.extract.report import labels
from archive.extract.tables import line_values

Head = tuple[str, str]


def columns(stacks: Mapping[int, Sequence[str]], announced: str | None) -> dict[int, Head]:
    """Column -> (block, result); {} where the heads do not come to the results of one block, of all, or of two named.

    `stacks` holds for each column the heads over it from the top. `announced` is the block that the text before a
    table of one block names.
    """
    head_text = _head_text(stacks)
    results = _results(head_text)
    width = len(line_values.RESULTS)
    if _has_each_once(results.values()):
        block = _block(head_text.values()) or announced
        return {column: (block, result) for column, result in results.items()} if block else {}
    result_columns = list(results)
    groups = [result_columns[start : start + width] for start in range(0, len(result_columns), width)]
    if not groups or not all(_has_each_once(results[column] for column in group) for group in groups):
        return {}
    named_blocks = [_block(head_text[column] for column in group) for group in groups]
    each_named = None not in named_blocks and len({*named_blocks}) == len(groups)
    if not each_named and len(groups) != len(line_values.BLOCKS):
        return {}
    blocks: Sequence[str | None] = named_blocks if each_named else line_values.BLOCKS
    return {
        column: (block, results[column])
        for group, block in zip(groups, blocks, strict=True)
        for column in group
        if block is not None
    }


def order(stacks: Mapping[int, Sequence[str]]) -> list[str]:
    """The five results in the order of their heads, over rows that each are one block (总计 may stand first).

    The form's order where the heads do not name each result once.
    """
    found = list(_results(_head_text(stacks)).values())
    return found if _has_each_once(found) else list(line_values.RESULTS)


def results_only(stacks: Mapping[int, Sequence[str]]) -> dict[int, list[str]]:
    """The heads of the results, without the blocks' names over them."""
    return {column: [stack[-1]] for column, stack in stacks.items() if stack and _result_of(stack[-1])}


def _head_text(stacks: Mapping[int, Sequence[str]]) -> dict[int, str]:
    return {column: "".join(stack) for column, stack in sorted(stacks.items())}


def _results(head_text: Mapping[int, str]) -> dict[int, str]:
    return {column: result for column, text in head_text.items() if (result := _result_of(text))}


def _has_each_once(results: Iterable[str]) -> bool:
    return sorted(results) == sorted(line_values.RESULTS)


def _block(head_text: Iterable[str]) -> str | None:
    text = "".join(head_text)
    wordings = [wording for wording in labels.lexicon().blocks if wording in text]
    longest = [wording for wording in wordings if not any(wording in other for other in wordings if other != wording)]
    known = {labels.lexicon().blocks[wording] for wording in longest}
    return known.pop() if len(known) == 1 else None


def _result_of(head_text: str) -> str | None:
    results = labels.lexicon().results
    wordings = [wording for wording in results if head_text.endswith(wording)]
    return results[max(wordings, key=len)] if wordings else None
