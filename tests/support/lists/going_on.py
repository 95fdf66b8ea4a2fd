"""Lists that go on, in ways that are put together from parts: words, elements, attributes and scripts."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.support.lists import county
from tests.support.lists.county import HALF, HOST, TOWNS, URL, Shelf, page
from tests.support.lists.parts import parts
from tests.support.lists.reading import Drawn

_TAGS = (
    "a",
    "span",
    "button",
    "div",
    "img",
    "input",
    "li",
    "p",
    "em",
    "i",
    "td",
    "b",
    "label",
    "svg",
    "strong",
    "font",
    "h4",
)
_FIRST, _REST = range(HALF), range(HALF, len(TOWNS))


def draw(random: Random, shelf: Shelf = county.shelf) -> Drawn:
    """A list that goes on, by one of the ways."""
    return random.choice(_WAYS)(random, shelf)


def _drawn(
    random: Random,
    shelf: Shelf,
    name: str,
    behind: str,
    moves: str | None,
    pages: dict[str, str] | None = None,
    drawn_later: str | None = None,
) -> Drawn:
    """The first half of the rows with this behind (or before) it; the whole list is what a browser shows in the end."""
    shape = random.choice(county.SHAPES)
    before = random.random() < 0.2
    first = shelf(_FIRST, shape)
    whole = page(shelf(range(len(TOWNS)), shape))
    markup = page(behind + first if before else first + behind)
    loaded = page(first + behind + drawn_later) if drawn_later is not None else None
    return Drawn(f"{name}: {behind}", {URL: markup, **(pages or {})}, moves, whole, loaded)


def _control(random: Random, shelf: Shelf) -> Drawn:
    """An element that says, by words or only by a name, that there is more, and a script that acts on it."""
    forward = random.random() < 0.5
    says = random.choice(parts("next" if forward else "more"))
    names = parts("names_next" if forward else "names_more")
    tag = random.choice(_TAGS)
    place = random.choice(("text", "text", "text", "title", "alt", "aria-label", "class"))
    if tag in ("img", "input", "svg") and place == "text":
        place = "value" if tag == "input" else "title"
    named = random.choice(names if place == "class" or random.random() < 0.4 else parts("neutral"))
    bound, script, moves = _bound(random, tag)
    said = f' {place}="{says}"' if place not in ("text", "class") else ""
    attributes = f'{random.choice(_KINDS.get(tag, ("",)))}{bound}{said} class="{named}"'
    element = _element(random, tag, attributes, says if place == "text" else "")
    files = ("index_1.html", "list_2.html", "rest.html", "index.html?page=2")
    further = {f"{HOST}/nb/{name}": page(shelf(_REST, "ul")) for name in files}
    return _drawn(random, shelf, "control", element + script, moves, further)


_KINDS = {
    "input": (' type="button"', ' type="image" src="/more.png"', ' type="submit"'),
    "img": (' src="/images/p1.png"',),
}
_AROUND = ("{}", "{}", "<div>{}</div>", '<div class="page">{}</div>', '<p class="tc">{}</p>', "<ul><li>{}</li></ul>")


def _element(random: Random, tag: str, attributes: str, text: str) -> str:
    """The element that shows the rest, with what may stand around it."""
    if tag in ("img", "input"):
        return random.choice(_AROUND).format(f"<{tag} rest{attributes}>")
    inside = text or random.choice(("", "", "<i></i>", '<img src="/i.png">'))
    element = f"<{tag} rest{attributes}>{inside}</{tag}>"
    return f"<table><tr>{element}</tr></table>" if tag == "td" else random.choice(_AROUND).format(element)


_CALLS = ("loadMore()", "nextPage(2)", "go(2);return false", "list.page++;list.load()", "vm.next()", "page(2,this)")
_HELD = (
    *(' data-page="2"', ' data-p="2"', ' data-index="2"', ' data-id="more"'),
    *(' v-on:click="load"', ' @click="next"', ' ng-click="more()"'),
)
_ADDRESSES = ("/nb/index_1.html", "index_1.html", "./list_2.html", "/nb/rest.html", "?page=2")


def _bound(random: Random, tag: str) -> tuple[str, str, str]:
    """(attributes, script, what has to happen) of a control."""
    way = random.randrange(8)
    script = random.choice(parts("acting")).format(sel='"#m1"', on='$("#m1")')
    if way == 0:
        return f' onclick="{random.choice(_CALLS)}"', random.choice(("", script)), "click"
    if way == 1 and tag == "a":
        return random.choice((' href="javascript:loadMore()"', " href=\"javascript:goPage('2')\"")), "", "click"
    if way == 2:
        return random.choice(_HELD), script, "click"
    if way == 3:
        held = "href" if tag == "a" else random.choice(("data-url", "data-href", "data-link"))
        return f' {held}="{random.choice(_ADDRESSES)}"', random.choice(("", script)), "click"
    dead = random.choice((' href="#"', ' href="javascript:;"', ' href="javascript:void(0)"', "", ' href=""'))
    return f' id="m1"{dead if tag == "a" else ""}', script, "click"


def _pager_of_script(random: Random, shelf: Shelf) -> Drawn:
    call = random.choice(parts("pagers_of_scripts")).format(all=len(TOWNS))
    around = random.choice(
        ("", '<div id="x"></div>', '<div id="page_div"></div>', '<script src="/js/page.js"></script>')
    )
    return _drawn(
        random, shelf, "pager of a script", around + call, "click", None, random.choice(parts("pagers_drawn"))
    )


def _pager_in_words(random: Random, shelf: Shelf) -> Drawn:
    said = random.choice(parts("pagers_in_words")).format(all=len(TOWNS))
    tag, named = (
        random.choice(("div", "p", "span", "td", "li", "b", "center", "font")),
        random.choice(("", ' class="fy"', ' class="page"', ' class="total"')),
    )
    element = f"<{tag}{named}>{said}</{tag}>"
    element = f"<table><tr>{element}</tr></table>" if tag == "td" else f"<ul>{element}</ul>" if tag == "li" else element
    return _drawn(random, shelf, "pager in words", element + random.choice(("", *_scripts(random))), None)


def _pager_of_elements(random: Random, shelf: Shelf) -> Drawn:
    element = random.choice(parts("pagers_of_elements")).format(all=len(TOWNS))
    later = None if " rest" in element else random.choice(parts("pagers_drawn"))
    moves = None if "<!--" in element or "hidden" in element else "click"
    return _drawn(random, shelf, "pager of elements", element + random.choice(_scripts(random)), moves, None, later)


def _scripts(random: Random) -> tuple[str, ...]:
    return tuple(script.format(sel='"#m1"', on='$("#m1")') for script in random.sample(parts("acting"), 3))


def _filled(random: Random, shelf: Shelf) -> Drawn:
    """A part of the page that a script fills as it loads; it may fail, so that nothing comes."""
    name = random.choice(parts("containers"))
    element = random.choice(parts("filled")).format(name=name, rest=shelf(_REST, "ul"))
    script = random.choice(parts("at_load")).format(sel=f'"#{name}"')
    return _drawn(random, shelf, "filled by a script", element + script, "load")


def _scrolled(random: Random, shelf: Shelf) -> Drawn:
    script = random.choice(parts("at_scroll")).format(sel='"#end"')
    return _drawn(
        random, shelf, "scrolled", random.choice(("", '<div id="end"></div>', "<p>上拉加载</p>")) + script, "scroll"
    )


def _framed(random: Random, shelf: Shelf) -> Drawn:
    address = f"{HOST}/nb/frame.jsp?area=1"
    element = random.choice(parts("frames")).format(url=address)
    script = random.choice(
        ("", '<script>document.getElementById("f").src=u+"?a=1";</script>', '<script src="/js/f.js"></script>')
    )
    return _drawn(random, shelf, "frame", element + script, None, {address: page(shelf(range(len(TOWNS)), "ul"))})


def _menu(random: Random, shelf: Shelf) -> Drawn:
    """A menu of the townships that are not shown, by names with or without their kind, whose entries are no links."""
    names = [name if random.random() < 0.6 else name[:-1] for name in TOWNS[HALF:]]
    tag = random.choice(("li", "span", "a", "div", "dd", "p"))
    held = random.choice(("", ' data-id="{n}"', ' onclick="show({n})"', ' href="javascript:show({n})"', ' id="o{n}"'))
    entries = "".join(f"<{tag} rest{held.format(n=n)}>{name}</{tag}>" for n, name in enumerate(names))
    options = "".join(f'<option rest value="{n}">{name}</option>' for n, name in enumerate(names))
    menu = random.choice(parts("menus")).format(entries=entries, options=options)
    return _drawn(random, shelf, "menu of organs", menu + random.choice(_scripts(random)), "click")


def _tabs(random: Random, shelf: Shelf) -> Drawn:
    return _drawn(random, shelf, "tabs", random.choice(parts("tabs")) + random.choice(_scripts(random)), "click")


_WAYS: tuple[Callable[[Random, Shelf], Drawn], ...] = (
    *(_control,) * 6,
    *(_pager_of_script, _pager_in_words, _pager_of_elements) * 2,
    *(_filled,) * 2,
    *(_scrolled, _framed, _menu, _tabs),
)
