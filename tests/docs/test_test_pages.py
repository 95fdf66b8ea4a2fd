"""The pages on tests and measurements name everything that is there."""

from __future__ import annotations

import pytest

from tests.support.paths import ROOT, SUPPORT

SUPPORT_MODULES = sorted(
    path.relative_to(SUPPORT).as_posix()
    for path in SUPPORT.rglob("*.py")
    if path.name != "__init__.py" and not path.name.startswith("test_")
)
TEST_FOLDERS = sorted(
    path.relative_to(ROOT).as_posix()
    for room in ("archive", "crawler")
    for path in (ROOT / "tests" / room).glob("*/")
    if any(path.rglob("test_*.py"))
)
SCRIPTS = sorted(path.name for path in (ROOT / "benchmarks").glob("*.py") if path.name != "__init__.py")


@pytest.mark.parametrize("module", SUPPORT_MODULES)
def test_every_support_module_has_a_line(module: str) -> None:
    assert f"\n| `{module}` | " in (SUPPORT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", TEST_FOLDERS)
def test_every_folder_of_tests_is_on_the_map(folder: str) -> None:
    assert f"\n| `{folder}` | " in (ROOT / "tests" / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_measurement_is_named_with_its_command(script: str) -> None:
    page = (ROOT / "benchmarks" / "README.md").read_text(encoding="utf-8")
    (line,) = [line for line in page.splitlines() if line.startswith(f"| `{script}` |")]
    commands = (f"benchmarks/{script}", f"benchmarks.{script.removesuffix('.py')}", "started by `benchmarks/")
    assert any(command in line for command in commands)
