"""``prioritizer app``: the app's server, with what must not depend on any file of settings given as flags."""

from pathlib import Path

from prioritizer.web.sources import MEGABYTES

START = Path(__file__).parent / "start" / "app.py"


def flags(port: int, address: str, base: str) -> list[str]:
    """What the server is told: nothing is sent anywhere, and only this machine is answered unless asked otherwise."""
    settings: dict[str, str] = {
        "browser.gatherUsageStats": "false",
        "browser.serverAddress": "localhost" if address == "127.0.0.1" else address,
        "client.toolbarMode": "minimal",
        "client.showErrorDetails": "none",
        "server.address": address,
        "server.port": str(port),
        "server.baseUrlPath": base.strip("/"),
        "server.headless": "true",
        "server.showEmailPrompt": "false",
        "server.maxUploadSize": str(MEGABYTES),
        "server.fileWatcherType": "none",
        "server.enableAgentApi": "false",
    }
    return [f"--{name}={value}" for name, value in settings.items()]


def launch(port: int, address: str, base: str) -> None:
    """Serve until interrupted."""
    from streamlit.web import cli

    cli.main(["run", str(START), *flags(port, address, base)], standalone_mode=False)
