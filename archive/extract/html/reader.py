"""Web pages: HTML as browsers parse it, and the JSON, XML and script strings that sites wrap it in.

The same steps work over two parsers (`tree`). The blocks of the text are separated from the rest of the page, so that
new navigation changes no block.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from archive import patterns
from archive.extract.html import body, embedded, envelopes, flatten, landmarks, metadata, page_parts, tree
from archive.extract.html.blocks import Layout
from archive.extract.html.tree import Node
from archive.extract.layout import charset, limits, marks
from archive.extract.layout.document import (
    Block,
    Document,
    Meta,
    Note,
    NoteCode,
    Paragraph,
    Table,
    Unreadable,
    UnreadableReason,
)

Parse = Callable[[str], Node | None]

_SHORT: Final = 100
_SURVEYED: Final = ", ".join(("meta[content]", "title", *page_parts.DROPPED, body.ROLES))
_WITHOUT_CHILDREN: Final = frozenset({"script", "style"})
"""Dropped elements that never have child elements; those of others are dropped with them."""
_BEGUN: Final = patterns.lazy(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_ENDED: Final = patterns.lazy(r"</(?:html|body)\b", re.IGNORECASE)
_END: Final = 4000
"""Characters at the end of a page in which nearly all pages have their last tags."""
_EMPTY: Final = "<o:p></o:p>"
"""An empty element that Word writes after every run of text: a third of some pages."""
_FIELDS: Final = frozenset({"textarea", "select"})
_CHOSEN: Final = patterns.lazy(r"<option(?=\s)[^>]*\sselected=[^>]*>([^<]*)")
_FIGURE: Final = patterns.lazy(r"\s*\d[\d.,]{0,11}\s*")
_EMBEDDING_TAGS: Final = ("<script", "<textarea", "<input", "<template", "<SCRIPT", "<TEXTAREA", "<INPUT")
_MARKUP: Final = patterns.lazy(r"<[a-zA-Z!/]")


def read(data: bytes, *, declared: str | None = None, tolerant: bool = False) -> Document | Unreadable:
    """Read a page (or an envelope of one) with the fast or the tolerant parser."""
    decoded = charset.decode(data, declared)
    notes = (Note(NoteCode.GARBLED, f"The text is garbled: {decoded.garbled}."),) if decoded.garbled else ()
    document = of_text(decoded.text, tolerant=tolerant)
    if isinstance(document, Unreadable):
        return document
    return replace(document, charset=decoded.charset, notes=(*notes, *document.notes))


def of_text(text: str, *, tolerant: bool = False) -> Document | Unreadable:
    """Read a page that is already decoded."""
    if len(text) > limits.TEXT:
        return Unreadable("text/html", f"the page has more than {limits.TEXT} characters", UnreadableReason.OVER_LIMIT)
    parse = tree.tolerant if tolerant else tree.fast
    reader = "html-tolerant" if tolerant else "html"
    text = marks.clean(text).replace(_EMPTY, "")
    for unwrap, media_type in ((envelopes.of_json, "application/json"), (envelopes.of_xml, "text/xml")):
        inner = unwrap(text) if text.lstrip()[:1] in "{[" or media_type == "text/xml" or "(" in text[:80] else None
        if inner is not None:
            return _unwrapped(inner, parse, Document(media_type, reader))
    return _page(text, parse, Document("text/html", reader, notes=_broken_off(text)))


def _broken_off(text: str) -> tuple[Note, ...]:
    """A note on a page that has a beginning and no end: a truncated download, or a page stored in part."""
    if _ENDED.search(text, max(len(text) - _END, 0)) or not _BEGUN.match(text) or _ENDED.search(text):
        return ()
    is_open = not text.rstrip().endswith(">") or any(
        text.count(f"<{name}") > text.count(f"</{name}") for name in ("table", "div")
    )
    message = "The page breaks off; what follows was not read: its end is missing."
    return (Note(NoteCode.UNREAD_PART, message),) if is_open else ()


def _unwrapped(inner: envelopes.Unwrapped, parse: Parse, document: Document) -> Document | Unreadable:
    text = marks.clean(inner.html)
    if not _MARKUP.search(text):
        text = "".join(f"<p>{line}</p>" for line in text.splitlines())
    read = _page(f"<body><div id=zoom>{text}</div></body>", parse, document)
    if isinstance(read, Unreadable):
        return read
    return replace(read, title=inner.title or read.title, metadata=(*inner.metadata, *read.metadata))


def _page(text: str, parse: Parse, document: Document) -> Document | Unreadable:
    try:
        return _read(text, parse, document)
    except limits.TooMuchError as error:
        return Unreadable(document.media_type, f"the page was not read: {error}", UnreadableReason.OVER_LIMIT)
    except RecursionError:
        why = "the page was not read: its elements are nested too deeply"
        return Unreadable(document.media_type, why, UnreadableReason.OVER_LIMIT)


def _read(text: str, parse: Parse, document: Document) -> Document:
    root = parse(text)
    if root is None:
        return document
    metas, parts = _survey(root)
    metas += metadata.headings(parts)
    container, is_known = body.find(root, parts)
    body.prune(container, thoroughly=not is_known)
    layout = Layout()
    blocks = _without_noise(layout.read(container))
    metas += _metadata_around(root, container, layout.text)
    if _is_empty_of_report(blocks, layout.text) and (
        embedded_markup := _embedded_markup(text, parse, reports_only=_text_amount(blocks) >= _SHORT)
    ):
        return _read_embedded(embedded_markup, parse, replace(document, metadata=tuple(metas)))
    blocks, opening = metadata.opening(blocks)
    metas += opening
    return replace(
        document,
        title=metadata.title(metas),
        metadata=tuple(dict.fromkeys(metas)),
        blocks=blocks,
        notes=(*document.notes, *layout.notes),
    )


def _survey(root: Node) -> tuple[list[Meta], list[body.Part]]:
    """The page's metadata, and its elements that may have a role; elements that never hold text are removed."""
    metas: list[Meta] = []
    parts: list[Node] = []
    reselect = False
    for node in root.select(_SURVEYED):
        tag = node.tag
        if tag in page_parts.DROPPED:
            if tag in _FIELDS and (figure := _figure_in_field(node)):
                node.replace(figure)
            else:
                node.remove()
            reselect = reselect or tag not in _WITHOUT_CHILDREN
        elif tag not in ("meta", "title"):
            parts.append(node)
        elif entry := metadata.tag(node):
            metas.append(entry)
    return metas, body.parts(root.select(body.ROLES) if reselect else parts)


def _figure_in_field(field: Node) -> str:
    """The figure in a field of a form that was published as it is; "" if the field has none."""
    chosen = _CHOSEN.search(field.markup()) if field.tag == "select" else None
    text = chosen[1] if chosen else field.text()
    return text.strip() if _FIGURE.fullmatch(text) else ""


def _is_empty_of_report(blocks: Sequence[Block], text: str) -> bool:
    """Whether the chosen text has neither a table nor any landmark of a report."""
    return not landmarks.any_in(text) and not any(isinstance(block, Table) for block in blocks)


def _embedded_markup(text: str, parse: Parse, *, reports_only: bool) -> str | None:
    """Markup that a script of the page shows. The page is parsed again for it, which few pages need."""
    root = parse(text) if len(text) > 2 * _SHORT and any(sign in text for sign in _EMBEDDING_TAGS) else None
    return embedded.find(root, reports_only=reports_only) if root else None


def _read_embedded(inner: str, parse: Parse, document: Document) -> Document:
    read = _read(f"<body><div id=zoom>{marks.clean(inner)}</div></body>", parse, document)
    metas = (*document.metadata, *read.metadata)
    note = Note(NoteCode.EMBEDDED_TEXT, "The text stood in a script or a field of the page.")
    return replace(read, title=metadata.title(metas), metadata=metas, notes=(*read.notes, note))


def _metadata_around(root: Node, container: Node, inside: str) -> list[Meta]:
    """The metadata printed around the container, which is removed; `inside` is the container's text with markers."""
    if container.tag == "body":
        return metadata.printed(inside)
    container.replace(f"{marks.BREAK}{marks.ARTICLE}{marks.BREAK}")
    return metadata.printed(flatten.with_cells(body.element_of(root).markup()))


def _without_noise(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks without lines that belong to the site, and without the label of an audio player."""
    retained: list[Block] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            text = (
                page_parts.PREFIX.sub("", block.text, count=1)
                if "收听" in block.text or "语音" in block.text
                else block.text
            )
            if text and not (len(text) < _SHORT and _is_noise(text)):
                retained.append(block if text == block.text else Paragraph(text, block.heading))
        else:
            retained.append(block)
    return tuple(retained)


@lru_cache(maxsize=4096)
def _is_noise(line: str) -> bool:
    """Whether a short line belongs to the site; most short lines are headings of the form."""
    return bool(page_parts.NOISE.fullmatch(line))


def _text_amount(blocks: tuple[Block, ...]) -> int:
    return sum(
        len(block.text) if isinstance(block, Paragraph) else _SHORT * isinstance(block, Table) for block in blocks
    )
