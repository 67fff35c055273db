"""The commands of `python3 -m impactreview`, put together from the rooms."""

import click


@click.group()
def commands() -> None:
    """No decision that touches customers is taken unread."""


def main(argv: list[str]) -> int:
    """Run one command; the exit code is 0, or 2 where it could not be begun."""
    result = commands.main(argv, prog_name="impactreview", standalone_mode=False)
    return result if isinstance(result, int) else 0
