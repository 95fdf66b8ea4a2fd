"""Lists that are whole, with what honest sites have beside them: statistics, dead pagers, scripts and boxes of else."""

from __future__ import annotations

from random import Random

from tests.support.lists import county
from tests.support.lists.county import HALF, HOST, TOWNS, URL, Shelf, page
from tests.support.lists.parts import parts
from tests.support.lists.reading import Drawn

_ALL = len(TOWNS)


def draw(random: Random, shelf: Shelf = county.shelf, count: int = _ALL) -> Drawn:
    """A list that is whole, on one page or on two, with parts of an honest site."""
    shape = random.choice(county.SHAPES)
    before = "".join(random.sample((*parts("statistics"), *parts("boxes")), random.randrange(3)))
    after = "".join(random.sample((*parts("statistics"), *parts("boxes")), random.randrange(3)))
    beside = random.choice(parts("footers")) + random.choice(parts("scripts"))
    if random.random() < 0.25:
        return _two_pages(
            random, (shelf(range(HALF), shape), shelf(range(HALF, _ALL), shape)), count, before, after + beside
        )
    end = random.choice(parts("ends")).replace("{all}", str(count))
    name = f"{before} | {shape} | {end} | {after} | {beside}"
    markup = page(before + shelf(range(_ALL), shape) + end + after + beside)
    return Drawn(name, {URL: markup}, None, markup)


_PAGERS = (
    '<div class="page"><a href="index.html">1</a><a href="index_1.html">2</a>{next}</div>',
    '<div class="fy">共{all}条 第{n}/2页 <a href="index.html">首页</a> {next} <a href="index_1.html">尾页</a></div>',
    '<script>createPageHTML(2, {at}, "index", "html");</script>',
    "<div>{n}/2 {next}</div>",
)


def _two_pages(random: Random, shelves: tuple[str, str], count: int, before: str, behind: str) -> Drawn:
    pager = random.choice(_PAGERS)
    first = pager.format(next='<a href="index_1.html">下一页</a>', n=1, at=0, all=count)
    last = pager.format(next="<span>下一页</span>", n=2, at=1, all=count)
    pages = {
        URL: page(before + shelves[0] + first + behind),
        f"{HOST}/nb/index_1.html": page(before + shelves[1] + last + behind),
    }
    return Drawn(f"two pages: {before} | {first} | {behind}", pages, None, pages[URL])
