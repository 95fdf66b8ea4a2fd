"""The command line, `nianbao`: one module a verb, with its options, what it does and its output in one place.

`program` is the click group, which imports a verb's module when the verb is called; `command` says how help and
arguments look, `options` what several verbs take, `errors` how a run ends; `output` and `progress` print.

To add an option: one decorator and one parameter in the verb's module. To add a verb: a module with a command of its
name, and its name in `program.VERBS`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from crawler.cli.installation import foreign_package


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb, by default the one that the process was started with. Returns the exit status."""
    foreign = foreign_package()
    if foreign is not None:
        sys.stderr.write(f"nianbao: {foreign}\n")
        return 3  # ExitStatus.NOT_DONE, whose module imports `archive`
    from crawler.cli.program import run  # imports `archive`, which may be another's until it has been checked

    return run(sys.argv[1:] if arguments is None else arguments)
