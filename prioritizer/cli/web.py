"""``prioritizer app``: the committee's app, in a browser."""

from prioritizer.cli.exits import ExitCode
from prioritizer.cli.say import Terminal


def serve(lang: str, *, port: int, address: str, base_path: str) -> int:
    """Say where it is, and serve until interrupted."""
    from prioritizer.web.launch import launch

    terminal, base = Terminal(lang), base_path.strip("/")
    terminal.note(terminal.say("app.at", address=f"http://{address}:{port}/{base}"))
    launch(port, address, base)
    return ExitCode.DONE
