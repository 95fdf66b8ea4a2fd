"""How much a PDF's pages come to once their forms are drawn, told before PDFium loads a page.

PDFium reads a form (ISO 32000-1, 8.10) each time that it is drawn: thirty forms that each draw the next one twice are a
thousand million readings of a file of three kilobytes, and only the end of its process ends them. What pypdf cannot
read counts nothing here; the limit of the reading process's time holds for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from archive import patterns
from archive.extract.layout import limits
from archive.extract.pdf import objects

_READ: Final = 64 * 1024 * 1024
"""Bytes of page descriptions that a document may come to."""
_LEVELS: Final = 40
"""How deep PDFium follows forms in forms; a form that draws itself is that deep."""
_CALL: Final = 200
"""What it costs to draw a form beside reading it, in bytes."""
_STREAMS: Final = 20_000
"""Pages and forms of a document."""
_MAY_HOLD_FORMS: Final = patterns.lazy(rb"/(?:F|#46)(?:o|#6[fF])(?:r|#72)(?:m|#6[dD])|/Subtype\s+\d")
"""A form is a stream, whose attributes stand in the open: `/Subtype /Form`, with escapes or as a reference."""
_NAME: Final = patterns.lazy(rb"/([^\s/<>\[\](){}%]+)")
_ESCAPED: Final = patterns.lazy(rb"#([0-9A-Fa-f]{2})")
_CHARSETS: Final = ("utf-8", "gbk", "latin-1")
"""What pypdf takes the bytes of a name for, the first that fits."""

Key = tuple[int, int]
"""A form's object number and 0; with the number of the page whose resources it takes where it has none. A page is 0
and its number."""


class _Stream(NamedTuple):
    """A page or a form: its bytes, and how often it draws which others."""

    size: int
    draws: Mapping[Key, int]


def check(data: bytes) -> None:
    """Raise `TooMuchError` for a PDF whose forms draw one another too often."""
    if not _MAY_HOLD_FORMS.search(data):
        return
    found = objects.of_pages(data, _streams)
    if found is not None and _size(found) > _READ:
        raise limits.TooMuchError("its pages draw too many forms in forms")


def _streams(pages: Any) -> dict[Key, _Stream]:
    """All pages, and all forms that they can draw."""
    found: dict[Key, _Stream] = {}
    forms_of: dict[int, dict[bytes, Any]] = {}
    for number, page in enumerate(pages, 1):
        waiting = [((0, number), page, page.get("/Resources"))]
        while waiting:
            key, stream, resources = waiting.pop()
            if key in found:
                continue
            forms = forms_of.setdefault(id(resources), dict(_forms(resources)))
            content = _content(stream)
            drawn = [form for name in _names(content) if (form := forms.get(name)) is not None]
            drawn += _appearances(stream)
            named = [(_key(form, number), form, form.get("/Resources", resources)) for form in drawn]
            found[key] = _Stream(len(content), Counter(to for to, _, _ in named))
            waiting += {to: (to, form, its) for to, form, its in named}.values()
            if len(found) > _STREAMS:
                raise limits.TooMuchError(f"it has more than {_STREAMS} forms")
    return found


def _size(found: Mapping[Key, _Stream]) -> int:
    """What all pages come to in bytes; not counted further once it is too much."""
    whole = {key: stream.size for key, stream in found.items()}
    for _ in range(_LEVELS):
        before = whole
        whole = {
            key: min(size + sum(times * (_CALL + before[to]) for to, times in draws.items()), _READ + 1)
            for key, (size, draws) in found.items()
        }
        if whole == before:
            break
    return sum(size for key, size in whole.items() if not key[0])


def _key(form: Any, page: int) -> Key:
    return form.indirect_reference.idnum, 0 if "/Resources" in form else page


def _forms(resources: Any) -> Iterator[tuple[bytes, Any]]:
    """The forms among what a stream may draw, by their names."""
    named = _resolved(_resolved(resources, {}).get("/XObject"), {})
    for name in named:
        drawn = _resolved(named.get(name), {})
        if drawn.get("/Subtype") == "/Form":
            yield from ((name[1:].encode(charset, "replace"), drawn) for charset in _CHARSETS)


def _appearances(page: Any) -> Iterator[Any]:
    """The forms of annotations (12.5.5), one or one for each state; they become a part of the page."""
    for annotation in _resolved(page.get("/Annots"), ()):
        shown = _resolved(_resolved(_resolved(annotation, {}).get("/AP"), {}).get("/N"), {})
        yield from (shown,) if "/Subtype" in shown else (_resolved(shown[state], {}) for state in shown)


def _resolved(value: Any, otherwise: Any) -> Any:
    found = value.get_object() if value is not None else None
    return found if isinstance(found, type(otherwise) | list | dict) else otherwise


def _content(stream: Any) -> bytes:
    """What a form or a page is drawn by."""
    held = stream if hasattr(stream, "get_data") else stream.get_contents()
    return held.get_data() if held is not None else b""


def _names(content: bytes) -> Iterator[bytes]:
    for name in _NAME.findall(content):
        yield _ESCAPED.sub(lambda code: bytes([int(code[1], 16)]), name)
