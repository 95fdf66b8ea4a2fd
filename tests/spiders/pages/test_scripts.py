"""Scripts that can neither load nor insert anything, told by their syntax; a counter's own are among them."""

from __future__ import annotations

import pytest

from spiders.pages.scripts import is_harmless

COUNTER = (
    'var _hmt=_hmt||[];(function(){var hm=document.createElement("script");hm.src="https://hm.baidu.com/hm.js?9a";'
    "document.body.appendChild(hm);})();"
)


@pytest.mark.parametrize(
    "source",
    [
        COUNTER,
        "document.write(unescape(\"%3Cscript src='https://s4.cnzz.com/z.js'%3E%3C/script%3E\"));",
        'window.onload=function(){document.getElementById("nav").className="on"}',
        "var siteId='3603210001';function f(){return 1}",
        "new Swiper('.s',{pagination:{el:'.p'}});",
    ],
)
def test_a_script_that_loads_nothing_of_the_site(source: str) -> None:
    assert is_harmless(source)


@pytest.mark.parametrize(
    "source",
    [
        f'{COUNTER}$("#more").click(function(){{$.post("/nb/rest.json",draw)}});',
        f'{COUNTER}var s=document.createElement("script");s.src="/nb/rest.js";document.body.appendChild(s);',
        f"{COUNTER}load(2);",
        "function go(n){location.replace('?page='+n)}",
        "window.onload=function(){load()}",
        "el.onclick=load",
        "import('/js/rest.js')",
    ],
)
def test_a_script_that_may_load_more_even_beside_a_counter(source: str) -> None:
    assert not is_harmless(source)
