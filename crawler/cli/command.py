"""Verbs of `nianbao` as click commands, with an example in their help and argument parsing as in earlier versions.

Long options may be abbreviated unless that is ambiguous, and options may precede a verb's action.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from typing import Any

import click

from crawler.cli.errors import ExitStatus

SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 120}

Run = Callable[..., ExitStatus | None]


class Verb(click.Command):
    """A command with an example."""

    def __init__(self, name: str | None, *, example: str = "", **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.context_settings = SETTINGS
        self.example = example

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take the arguments with abbreviated options written out; leftover arguments are an error."""
        ctx.allow_extra_args = True
        with _named_in_errors(ctx):
            left = super().parse_args(ctx, [*chain.from_iterable(grouped(args, long_options(ctx, self)))])
        if left and not ctx.resilient_parsing:
            raise click.UsageError(f"unrecognized arguments: {' '.join(left)}", ctx)
        return left

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The example on a line of its own, however long."""
        if self.example:
            formatter.write(f"\nexample: {self.example}\n")


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
        groups = [*groups[named : named + 1], *groups[:named], *groups[named + 1 :]]
        return self.parse_group(ctx, [*chain.from_iterable(groups)])

    def parse_group(self, ctx: click.Context, args: list[str]) -> list[str]:
        """What click does with a group's arguments. A group that does nothing by itself needs a command."""
        with _named_in_errors(ctx):
            left = click.Group.parse_args(self, ctx, args)
        if not args and not self.invoke_without_command and not ctx.resilient_parsing:
            required = ", ".join([self.noun, *self._arguments_of_every_action()])
            raise click.UsageError(f"the following arguments are required: {required}", ctx)
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
            known = ", ".join(map(repr, self.list_commands(ctx)))
            raise click.UsageError(f"argument {self.noun}: invalid choice: {args[0]!r} (choose from {known})", ctx)
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The commands in the order in which they were made."""
        return list(self.commands)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """A line a command."""
        named = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section(f"{self.noun.lower()}s"), formatter.indentation():
            formatter.write_dl([(name, command.get_short_help_str(200)) for name, command in named if command])


def verb(example: str, *, name: str | None = None) -> Callable[[Run], Verb]:
    """Make a function a verb, under its name or another; the first line of its docstring is what help says of it."""
    return click.command(name, cls=Verb, example=example)


def verb_with_actions(example: str, *, noun: str = "action", required: bool = False) -> Callable[[Run], Actions]:
    """Make a function a verb with actions; it runs before them, and alone where none is named and none is `required`.

    `noun` is what messages call an action.
    """
    return click.group(cls=Actions, example=example, noun=noun, invoke_without_command=not required)


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
        raise click.UsageError(
            f"ambiguous option: {name} could match {', '.join(matches)}", click.get_current_context()
        )
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
