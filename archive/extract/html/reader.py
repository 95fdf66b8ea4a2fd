"""Web pages: HTML as browsers take it, and the JSON, XML and script strings that sites wrap it in.

One way of reading over two parsers (`tree`); the text's blocks are kept apart from what the page says around them, so
that new navigation changes no block.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

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

_LITTLE: Final = 100
_TELLING: Final = ", ".join(("meta[content]", "title", *page_parts.DROPPED, body.ROLES))
_PLAIN: Final = frozenset({"script", "style"})
"""Elements without elements inside; what is inside of another that is dropped goes with it."""
_BEGUN: Final = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_ENDED: Final = re.compile(r"</(?:html|body)\b", re.IGNORECASE)
_END: Final = 4000
"""Characters before the end of a page among which its last tags are on nearly all."""
_EMPTY: Final = "<o:p></o:p>"
"""What Word leaves behind every run of text: a third of some pages, and nothing in it."""
_FIELDS: Final = frozenset({"textarea", "select"})
_CHOSEN: Final = re.compile(r"<option(?=\s)[^>]*\sselected=[^>]*>([^<]*)")
_FIGURE: Final = re.compile(r"\s*\d[\d.,]{0,11}\s*")
_STOWED: Final = ("<script", "<textarea", "<input", "<template", "<SCRIPT", "<TEXTAREA", "<INPUT")
_MARKUP: Final = re.compile(r"<[a-zA-Z!/]")


def read(data: bytes, *, declared: str | None = None, tolerant: bool = False) -> Document | Unreadable:
    """Read a page (or what wraps one) with the fast parser, or with the tolerant one."""
    decoded = charset.decode(data, declared)
    notes = (Note(NoteCode.GARBLED, f"The text is garbled: {decoded.garbled}."),) if decoded.garbled else ()
    document = of_text(decoded.text, tolerant=tolerant)
    if isinstance(document, Unreadable):
        return document
    return replace(document, charset=decoded.charset, notes=(*notes, *document.notes))


def of_text(text: str, *, tolerant: bool = False) -> Document | Unreadable:
    """Read a page that is decoded already."""
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
    """A note where a page has a beginning and no end: the download was cut, or the page is kept in part."""
    if _ENDED.search(text, max(len(text) - _END, 0)) or not _BEGUN.match(text) or _ENDED.search(text):
        return ()
    open_still = not text.rstrip().endswith(">") or any(
        text.count(f"<{name}") > text.count(f"</{name}") for name in ("table", "div")
    )
    told = "The page breaks off; what follows was not read: its end is missing."
    return (Note(NoteCode.UNREAD_PART, told),) if open_still else ()


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
    container, known = body.find(root, parts)
    body.prune(container, thoroughly=not known)
    layout = Layout()
    blocks = _tidy(layout.read(container))
    metas += _around(root, container, layout.text)
    if _says_nothing(blocks, layout.text) and (inner := _stowed(text, parse, telling=_amount(blocks) >= _LITTLE)):
        return _shown(inner, parse, replace(document, metadata=tuple(metas)))
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
    """What the page says of itself, and its elements that may have a role; what never holds text is taken out."""
    metas: list[Meta] = []
    parts: list[Node] = []
    holding = False
    for node in root.select(_TELLING):
        tag = node.tag
        if tag in page_parts.DROPPED:
            if tag in _FIELDS and (figure := _figure(node)):
                node.replace(figure)
            else:
                node.remove()
            holding = holding or tag not in _PLAIN
        elif tag not in ("meta", "title"):
            parts.append(node)
        elif said := metadata.tag(node):
            metas.append(said)
    return metas, body.parts(root.select(body.ROLES) if holding else parts)


def _figure(field: Node) -> str:
    """The figure that a field shows, a cell of a form that was put on the web as it is; "" where it shows none."""
    chosen = _CHOSEN.search(field.markup()) if field.tag == "select" else None
    text = chosen[1] if chosen else field.text()
    return text.strip() if _FIGURE.fullmatch(text) else ""


def _says_nothing(blocks: Sequence[Block], text: str) -> bool:
    """Whether what was chosen for the text has neither a table nor any words of a report."""
    return not landmarks.any_in(text) and not any(isinstance(block, Table) for block in blocks)


def _stowed(text: str, parse: Parse, *, telling: bool) -> str | None:
    """Markup that the page shows by a script; it is parsed again for it, because few pages are asked for it."""
    root = parse(text) if len(text) > 2 * _LITTLE and any(sign in text for sign in _STOWED) else None
    return embedded.find(root, telling=telling) if root else None


def _shown(inner: str, parse: Parse, document: Document) -> Document:
    read = _read(f"<body><div id=zoom>{marks.clean(inner)}</div></body>", parse, document)
    metas = (*document.metadata, *read.metadata)
    note = Note(NoteCode.EMBEDDED_TEXT, "The text stood in a script or a field of the page.")
    return replace(read, title=metadata.title(metas), metadata=metas, notes=(*read.notes, note))


def _around(root: Node, container: Node, inside: str) -> list[Meta]:
    """What is printed around the container, which is taken out for it; `inside` is its own text with marks."""
    if container.tag == "body":
        return metadata.printed(inside)
    container.replace(f"{marks.BREAK}{marks.ARTICLE}{marks.BREAK}")
    return metadata.printed(flatten.beside(body.of(root).markup()))


def _tidy(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks without lines that belong to the site, and without a player's words glued to a line."""
    kept: list[Block] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            text = (
                page_parts.PREFIX.sub("", block.text, count=1)
                if "收听" in block.text or "语音" in block.text
                else block.text
            )
            if text and not (len(text) < _LITTLE and page_parts.NOISE.fullmatch(text)):
                kept.append(block if text == block.text else Paragraph(text, block.heading))
        else:
            kept.append(block)
    return tuple(kept)


def _amount(blocks: tuple[Block, ...]) -> int:
    return sum(
        len(block.text) if isinstance(block, Paragraph) else _LITTLE * isinstance(block, Table) for block in blocks
    )
