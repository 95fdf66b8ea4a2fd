"""What plain Datasette answers: `python -m tests.support.web.plain ARCHIVE PATH…` prints versions and answers as JSON.

With PYTHONPATH it is another Datasette, or one with more plugins, than that of this environment.
"""

from __future__ import annotations

import asyncio
import json
import sys
from contextlib import redirect_stdout
from typing import Any


async def answers(archive: str, paths: list[str]) -> dict[str, Any]:
    """Datasette's version, its plugins, and the status and text of each path, or the error that it raised."""
    from datasette.app import Datasette  # type: ignore[import-untyped]
    from datasette.plugins import get_plugins  # type: ignore[import-untyped]
    from datasette.version import __version__  # type: ignore[import-untyped]

    served = Datasette([archive])
    await served.invoke_startup()
    plugins = [one["name"] for one in get_plugins()]
    found: dict[str, Any] = {}
    for path in paths:
        try:
            answer = await served.client.get(path)
            found[path] = {"status": answer.status_code, "text": answer.text}
        except Exception as error:  # what a request raises is what was asked for
            found[path] = {"status": None, "text": f"{type(error).__name__}: {error}"}
    return {"datasette": __version__, "plugins": plugins, "answers": found}


if __name__ == "__main__":
    with redirect_stdout(sys.stderr):  # Datasette 1.0 prints tracebacks
        told = asyncio.run(answers(sys.argv[1], sys.argv[2:]))
    print(json.dumps(told, ensure_ascii=False))  # noqa: T201
