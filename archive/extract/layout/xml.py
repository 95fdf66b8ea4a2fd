"""Safe XML: no entities, network access, DTDs or endless depth; truncated files are tolerated."""

from __future__ import annotations

from lxml import etree

from archive.extract.layout import limits

Element = etree._Element  # noqa: SLF001 - lxml has no public name for it


def parse(data: bytes) -> Element:
    """The root element. Raises `TooMuchError` for too much text and `ValueError` if there is no element at all."""
    if len(data) > 4 * limits.TEXT:
        raise limits.TooMuchError("one of its parts is too large")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        remove_comments=True,
        remove_pis=True,
        recover=True,
    )
    try:
        root: Element | None = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"one of its parts is no XML ({error})") from error
    if root is None:
        raise ValueError("one of its parts is no XML")
    return root


def name(element: Element) -> str:
    """An element's name without its namespace; "" for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, wanted: str) -> str | None:
    """The value of an attribute by its name without namespace."""
    value = element.get(wanted)
    if value is not None:
        return value
    end = "}" + wanted
    return next((str(value) for key, value in element.items() if str(key).endswith(end)), None)


def child(element: Element, wanted: str) -> Element | None:
    """The first child element of this name."""
    for inner in element:
        if name(inner) == wanted:
            return inner
    return None


def children(element: Element, wanted: str) -> list[Element]:
    """The child elements of this name."""
    return [inner for inner in element if name(inner) == wanted]


def value(element: Element | None, wanted: str) -> str | None:
    """The `val` attribute of the first child element of this name; None if there is none."""
    found = child(element, wanted) if element is not None else None
    return attribute(found, "val") if found is not None else None


def whole(text: str | None, default: int = 0, digits: int = 9) -> int:
    """The whole number in an attribute's value; the default for anything else, and for more than `digits` digits."""
    return int(text) if text and text.isdecimal() and len(text) <= digits else default


def count(element: Element, wanted: str) -> int:
    """The value of an OpenDocument attribute that repeats or spans; at least 1."""
    return max(whole(attribute(element, wanted), 1, 7), 1)


def text(element: Element) -> str:
    """All text in an element."""
    return "".join(str(piece) for piece in element.itertext())
