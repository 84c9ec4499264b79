"""The app as a server: Streamlit's own, behind the headers and the page shell that are ours."""

import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from starlette.middleware import Middleware

from prioritizer.web.headers import Shell

SCRIPT = Path(__file__).parent / "start" / "main.py"
SWITCH_SECONDS = 0.001
"""How long one thread may hold Python while a page waits for it."""


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Open the sample while the first browser is on its way."""
    sys.setswitchinterval(SWITCH_SECONDS)
    threading.Thread(target=_warm, daemon=True).start()
    yield


def _warm() -> None:
    from prioritizer.web.cached import warm

    warm()


SETTINGS: dict[str, Any] = {"middleware": [Middleware(Shell)], "lifespan": lifespan}
"""What ``st.App`` takes beside the script."""
