"""An archive without content, for tests that copy it instead of building the schema again."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.storage.database import Archive


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an archive that holds nothing."""
    folder = tmp_path_factory.mktemp("empty")
    Archive.open(folder / "nianbao.db").close()
    return folder
