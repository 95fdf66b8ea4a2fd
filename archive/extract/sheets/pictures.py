"""The pictures of a workbook's sheets: the parts that hold them, by the drawing that a sheet refers to.

Knows relationships of parts (ISO/IEC 29500-1, 20.5) and nothing of what the pictures show.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from archive.extract.layout import xml
from archive.extract.layout.document import Picture
from archive.extract.layout.packed_files import Package


def of_sheet(package: Package, path: str) -> Iterator[Picture]:
    """The pictures of the sheet in this part, in the order of its drawing; their source is the name of their part."""
    for drawing in _related(package, path, "/drawing"):
        yield from (Picture(name) for name in dict.fromkeys(_related(package, drawing, "/image")))


def _related(package: Package, path: str, kind: str) -> Iterator[str]:
    """The parts that a part refers to by relationships of a kind."""
    folder, name = posixpath.split(path)
    data = package.get(f"{folder}/_rels/{name}.rels")
    for relation in xml.children(xml.parse(data), "Relationship") if data is not None else ():
        if (relation.get("Type") or "").endswith(kind) and relation.get("TargetMode") != "External":
            yield posixpath.normpath(posixpath.join("/", folder, relation.get("Target") or "")).lstrip("/")
