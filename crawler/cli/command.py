"""Verbs of `nianbao` as click commands, with an example in their help and argument parsing as in earlier versions.

What help says of a verb, an option or an argument stands in the message catalogue; `help=` names its code. Long options
may be abbreviated unless that is ambiguous, and options may precede a verb's action.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import chain, islice
from typing import Any

import click

from crawler.cli.errors import ExitStatus
from crawler.cli.language import current, say

SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 120}

Run = Callable[..., ExitStatus | None]


class VerbContext(click.Context):
    """The call of a verb, whose help is broken into lines as the language wants it."""

    def make_formatter(self) -> click.HelpFormatter:
        """The formatter of this terminal's language."""
        if current() == "en":
            return super().make_formatter()
        from crawler.cli.help_lines import HelpLines

        return HelpLines(width=self.terminal_width, max_width=self.max_content_width)


class Option(click.Option):
    """An option whose `help` is the code of a sentence."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Its names, and what is said of it."""
        record = super().get_help_record(ctx)
        return record and (record[0], _worded(record[1], self.help))


class Argument(click.Argument):
    """An argument whose `help` is the code of a sentence."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str]:
        """Its name, and what is said of it."""
        name, says = super().get_help_record(ctx)
        return name, _worded(says, self.help)


def _worded(says: str, code: str | None) -> str:
    """What click prints beside a name, with a sentence in place of its code."""
    return says.replace(code, say(code), 1) if code else says


option = partial(click.option, cls=Option)
argument = partial(click.argument, cls=Argument)


class Verb(click.Command):
    """A command with an example; `code` is that of the sentence that says what it does."""

    context_class = VerbContext

    def __init__(self, name: str | None, *, code: str, example: str = "", **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.context_settings = SETTINGS
        self.code = code
        self.example = example

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002
        """What it does, in the list of verbs."""
        return say(self.code)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """How it is called."""
        pieces = self.collect_usage_pieces(ctx)[1:]
        formatter.write_usage(ctx.command_path, " ".join([say("help-any-options"), *pieces]), f"{say('help-usage')} ")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """What it does."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(say(self.code))

    def format_arguments(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Its arguments, where anything is said of one."""
        arguments = [param for param in self.get_params(ctx) if isinstance(param, click.Argument)]
        if any(param.help is not None for param in arguments):
            with formatter.section(say("help-arguments")):
                formatter.write_dl([param.get_help_record(ctx) for param in arguments])

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Its options."""
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        with formatter.section(say("help-options")):
            formatter.write_dl([record for param in options if (record := param.get_help_record(ctx))])

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """`--help`, which click makes by itself."""
        found = super().get_help_option(ctx)
        if found:
            found.help = say("help-help")
        return found

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take the arguments with abbreviated options written out; leftover arguments are an error."""
        ctx.allow_extra_args = True
        with _named_in_errors(ctx):
            left = super().parse_args(ctx, [*chain.from_iterable(grouped(args, long_options(ctx, self)))])
        if left and not ctx.resilient_parsing:
            raise click.UsageError(say("usage-unrecognized", names=" ".join(left)), ctx)
        return left

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The example on a line of its own, however long."""
        if self.example:
            formatter.write(f"\n{say('help-example')} {self.example}\n")


class Actions(Verb, click.Group):
    """A verb with actions, each a command of its own; `alerts --note N ack ID` is `alerts ack --note N ID`."""

    def __init__(self, name: str | None, *, noun: str = "action", **kwargs: Any) -> None:
        super().__init__(name, no_args_is_help=False, **kwargs)
        self.noun = noun

    def action(self, example: str, *, name: str | None = None) -> Callable[[Run], Verb]:
        """Make a function one of the actions, under its own name or another."""

        def add(run: Run) -> Verb:
            action = verb(example, name=name)(run)
            self.add_command(action)
            return action

        return add

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Move the action to the front; without one, the arguments are the verb's own."""
        actions = [self.commands[name] for name in self.list_commands(ctx) if name in self.commands]
        groups = list(grouped(args, long_options(ctx, self, *actions)))
        named = next((at for at, group in enumerate(groups) if not group[0].startswith("-")), 0)
        if named and groups[named][0] in self.commands:  # an unknown option's value is no unknown action
            groups = [*groups[named : named + 1], *groups[:named], *groups[named + 1 :]]
        return self.parse_group(ctx, [*chain.from_iterable(groups)])

    def parse_group(self, ctx: click.Context, args: list[str]) -> list[str]:
        """What click does with a group's arguments. A group that does nothing by itself needs a command."""
        with _named_in_errors(ctx):
            left = click.Group.parse_args(self, ctx, args)
        if not args and not self.invoke_without_command and not ctx.resilient_parsing:
            required = [say(f"noun-{self.noun}"), *self._arguments_of_every_action()]
            raise click.UsageError(say("usage-required", names=", ".join(required)), ctx)
        return left

    def _arguments_of_every_action(self) -> list[str]:
        """The names of the arguments that each action requires."""
        needed = [
            [param.human_readable_name for param in action.params if param.required]
            for action in self.commands.values()
        ]
        return [name for name in needed[0] if all(name in names for names in needed)] if needed else []

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first argument names."""
        if not ctx.resilient_parsing and self.get_command(ctx, args[0]) is None:
            raise click.UsageError(self._no_such(ctx, args[0]), ctx)
        return super().resolve_command(ctx, args)

    def _no_such(self, ctx: click.Context, chosen: str) -> str:
        """What to say where none of the commands has this name."""
        from difflib import get_close_matches

        known = self.list_commands(ctx)
        said = {"noun": say(f"noun-{self.noun}"), "chosen": repr(chosen), "known": ", ".join(map(repr, known))}
        near = get_close_matches(chosen, known, n=1)
        return say("usage-choice-near", **said, near=repr(near[0])) if near else say("usage-choice", **said)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The commands in the order in which they were made."""
        return list(self.commands)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Its options, then its commands."""
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """A line a command."""
        named = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section(say(f"nouns-{self.noun}")), formatter.indentation():
            formatter.write_dl([(name, command.get_short_help_str(200)) for name, command in named if command])


def verb(example: str, *, name: str | None = None) -> Callable[[Run], Verb]:
    """Make a function a verb, under its name or another; what help says of it has the code `help-` and its name."""
    return lambda run: click.command(name, cls=Verb, example=example, code=_code(run, name))(run)


def _code(run: Run, name: str | None) -> str:
    """`help-alerts` for the function `alerts` of the module `alerts`, `help-alerts-ack` for its action `ack`."""
    module = run.__module__.rpartition(".")[2]
    return "-".join(dict.fromkeys(("help", module, name or run.__name__)))


def verb_with_actions(example: str, *, noun: str = "action", required: bool = False) -> Callable[[Run], Actions]:
    """Make a function a verb with actions; it runs before them, and alone where none is named and none is `required`.

    `noun` is what messages call an action.
    """
    return lambda run: click.group(
        cls=Actions, example=example, noun=noun, code=_code(run, None), invoke_without_command=not required
    )(run)


def grouped(
    arguments: Sequence[str], options: Mapping[str, bool], *, before_command: bool = False
) -> Iterator[list[str]]:
    """An option with its value, or one argument, at a time; abbreviated long options are written out.

    `options` are the long options and whether a value follows them. With `before_command`, everything from the first
    argument that is no option on is left unchanged: it belongs to another command.
    """
    rest = iter(arguments)
    for argument in rest:
        if argument == "--" or (before_command and not argument.startswith("-")):
            yield [argument, *rest]
        elif argument.startswith("--"):
            name, equals, value = argument.partition("=")
            name = _full_name(name, options)
            follows = options.get(name, False) and not equals
            yield [f"{name}{equals}{value}", *islice(rest, int(follows))]
        else:
            yield [argument]


def _full_name(name: str, options: Mapping[str, bool]) -> str:
    """The option that a name abbreviates, or the name itself. Raises UsageError where it is ambiguous."""
    matches = [option for option in options if option.startswith(name)]
    if name in options or not matches:
        return name
    if len(matches) > 1:
        raise click.UsageError(say("usage-ambiguous", name=name, known=", ".join(matches)), click.get_current_context())
    return matches[0]


@contextmanager
def _named_in_errors(ctx: click.Context) -> Iterator[None]:
    """Click does not say in every error which command it was parsing."""
    try:
        yield
    except click.UsageError as error:
        error.ctx = error.ctx or ctx
        raise


def long_options(ctx: click.Context, *commands: click.Command) -> dict[str, bool]:
    """The long options of some commands, and whether a value follows them."""
    params = chain.from_iterable(command.get_params(ctx) for command in commands)
    return {
        name: not (param.is_flag or param.count)
        for param in params
        if isinstance(param, click.Option)
        for name in param.opts
        if name.startswith("--")
    }
