"""A document becomes a case folder with its present reading, for review: `make case FILE=report.html [NAME=…]`.

usage: python -m tests.support.documents.case FILE [NAME] [--into FOLDER]
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from archive import gazetteer
from archive.extract.dispatch import formats
from archive.extract.interpret import interpret
from archive.extract.output import to_json, with_source
from archive.extract.report.model import Context
from tests.support.documents import case_files
from tests.support.paths import FORM_CASES


def main(arguments: list[str]) -> int:
    """Write the case and print what to review. Returns the exit status: 1 where the case is there already."""
    parser = argparse.ArgumentParser(prog="make case", description="a document as a case, with its present reading")
    parser.add_argument("file", type=Path)
    parser.add_argument("name", nargs="?", help="the folder of the case; default: the name of the file")
    parser.add_argument("--into", type=Path, default=FORM_CASES)
    given = parser.parse_args(arguments)
    folder = given.into / (given.name or given.file.stem)
    if not given.file.is_file() or folder.exists():
        wrong = f"{folder}: is there already" if folder.exists() else f"{given.file}: no such file"
        click.echo(wrong, err=True)
        return 1
    expected = expectation(given.file.read_bytes(), given.file.name)
    folder.mkdir(parents=True)
    case_files.write(folder, given.file.read_bytes(), given.file.suffix.lower())
    text = json.dumps(expected, ensure_ascii=False, indent=1) + "\n"
    (folder / "expected.json").write_text(text, encoding="utf-8")
    click.echo("\n".join(review(folder, expected)))
    return 0


def expectation(data: bytes, name: str) -> dict[str, Any]:
    """What the parser reads of a document, with the keys of `tests/archive/extract/test_form_cases.py`."""
    document = formats.read(data, name=name)
    read = to_json(with_source(interpret(document, Context(), gazetteer.load()), document))
    issuer = {key: value for key, value in read["issuer"].items() if key != "candidates"}
    same = ("kind", "form", "year", "document_number", "published_on", "published_label")
    return {
        **{key: read[key] for key in same},
        "issuer": issuer,
        "sections": [section["number"] for section in read["sections"]],
        "tables": read["tables"],
        "states": {f"{cell['table']}.{cell['line']}.{cell['column']}": cell["state"] for cell in read["cells"]},
        "findings": sorted({finding["rule"] for finding in read["findings"]}),
        "narrative": {figure["indicator"]: figure["value"] for figure in read["narrative"]},
    }


def review(folder: Path, expected: Mapping[str, Any]) -> list[str]:
    """What a person has to compare with the document."""
    tables = ", ".join(f"{name} ({len(lines)} lines)" for name, lines in expected["tables"].items()) or "none"
    return [
        f"{folder}/expected.json holds the present reading. Compare it with the document, and correct what is wrong:",
        f"  kind, form, year   {expected['kind']}, {expected['form']}, {expected['year']}",
        f"  issuer             {expected['issuer']['name']} ({expected['issuer']['township_code']})",
        f"  published          {expected['published_on']} ({expected['published_label']})",
        f"  sections           {expected['sections']}",
        f"  tables             {tables}",
        f"  cells of a state   {len(expected['states'])}",
        f"  findings           {', '.join(expected['findings']) or 'none'}",
        "Leave out personal data, keep only what the case is about, and run:",
        f"  .venv/bin/pytest -n 0 tests/archive/extract/test_form_cases.py -k {folder.name}",
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
