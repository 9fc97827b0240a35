"""The command `quizgrad`: its subcommands are the modules of quizgrad/commands, found by being there.

A command's module imports little at its top and the rest when it runs, so that `--help` is quick.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys

import click

from generator.errors import InputError, KeyDisagreementError
from quizgrad import commands


class Commands(click.Group):
    """The modules of quizgrad/commands as subcommands."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the modules in quizgrad/commands."""
        return sorted(
            module.name
            for module in pkgutil.iter_modules(commands.__path__)
            if not module.name.startswith("_")
        )

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """The module's `command`, or None."""
        if name not in self.list_commands(ctx):
            return None
        command: click.Command = importlib.import_module(f"quizgrad.commands.{name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that was typed; an unknown one is an error that suggests the nearest."""
        if args and not args[0].startswith("-") and args[0] not in self.list_commands(ctx):
            from generator.errors import unknown

            raise unknown("command", args[0], self.list_commands(ctx))
        return super().resolve_command(ctx, args)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="quizgrad")
def group() -> None:
    """Randomised quizzes about neural networks, whose keys cannot be wrong."""


def main() -> None:
    """Run the command line: 0 when all went well, 1 for faults found or a bug, 2 for bad input."""
    try:
        group(standalone_mode=False)
    except InputError as error:
        click.echo(f"quizgrad: {error}", err=True)
        sys.exit(2)
    except KeyDisagreementError as error:
        click.echo(f"quizgrad: nothing is written, since two derivations of a key differ: {error}", err=True)
        sys.exit(1)
    except click.ClickException as error:
        _show(error)
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        click.echo("quizgrad: stopped; nothing half-written is left", err=True)
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)


def _show(error: click.ClickException) -> None:
    """Click's own errors as one sentence too; the help that it prints without arguments stays as it is."""
    message = error.format_message()
    if "\n" in message:
        error.show()
        return
    context = getattr(error, "ctx", None)
    hint = f"; see {context.command_path} --help" if context is not None else ""
    click.echo(f"quizgrad: {message.rstrip('.')}{hint}", err=True)


if __name__ == "__main__":
    main()
