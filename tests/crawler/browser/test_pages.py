"""Pages in a real Chromium: what they get, what they do not reach, what they may cost."""

from __future__ import annotations

import socket
import subprocess
from pathlib import Path

import pytest
from scrapy import Request

from crawler.browser.middleware import html_response
from spiders.pages.links import anchors
from spiders.walk.responses import page_of
from tests.support.stage import play

HERE = "http://www.example.gov.cn"
HOSTILE = Path(__file__).parent / "hostile.html"
HANGING = "<script>while (true) {}</script>"
FAT = "<script>const a = []; setInterval(() => a.push(new Uint8Array(9e7).fill(1)), 10)</script>"
PATIENT = 300.0
"""Seconds for a page that has what is waited for: more than the slowest machine takes."""
LIST = "<ul><li>a</li></ul>"
SCRIPTED = """<ul id="l"></ul><script src="/list.js"></script>"""
SCRIPT = (
    "fetch('/data').then((r) => r.json()).then((rows) => { l.innerHTML = rows.map((r) => `<li>${r}</li>`).join(''); })"
)


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def hostile(port: int) -> str:
    return HOSTILE.read_text("utf-8").replace("@port@", str(port))


@pytest.mark.usefixtures("chromium")
def test_a_list_that_scripts_make() -> None:
    """It comes by way of Python, and nothing is left behind."""
    answers = {"/list.js": ["text/javascript", SCRIPT], "/data": ["application/json", '["报告"]']}
    told = play("tests.support.browser.pages", {"pages": [SCRIPTED], "answers": answers, "seconds": PATIENT})
    (shown,) = told["shown"]
    assert "<li>报告</li>" in shown["html"]
    assert [line.split("/", 3)[0] for line in told["asked"]] == ["script GET http:", "fetch GET http:"]
    assert told["left"] == []
    assert told["files"] == []


@pytest.mark.usefixtures("chromium")
def test_a_page_in_gbk_asks_in_gbk() -> None:
    """And so do the links of what it shows, by the charset that the response of the browser has."""
    asks = "<meta charset='gb2312'><script src='/data.js?name=年报'></script><ul><li>年报</li></ul>"
    told = play("tests.support.browser.pages", {"pages": [asks], "charset": "gb18030", "seconds": PATIENT})
    assert told["asked"] == [f"script GET {HERE}/data.js?name=%C4%EA%B1%A8"]
    (shown,) = told["shown"]
    made = html_response(Request(f"{HERE}/list.html"), shown["html"] + "<a href='/a?x=年报'>𠮷</a>", charset="gb18030")
    assert made.text.endswith("𠮷</a>")
    assert [url for _, url in anchors(page_of(made))] == [f"{HERE}/a?x=%C4%EA%B1%A8"]


JQUERY = """
window.jQuery = window.$ = function (target) {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const found = typeof target === 'string' ? all(target) : target.length ? [...target] : [target];
  return {
    find: (selector) => $(found.flatMap((one) => [...one.querySelectorAll(selector)])),
    each(call) { found.forEach((one, n) => call(n, one)); },
    on(type, selector, handler) {
      for (const one of found) {
        bound.set(one, { [type]: [{ selector }] });
        one.addEventListener(type, (event) => event.target.closest(selector) && handler());
      }
    },
  };
};
const bound = new Map();
$._data = (one) => bound.get(one);
"""
MORE = "function more() { l.insertAdjacentHTML('beforeend', '<li>' + '余下</li>') }"
ACTING = {
    "a listener": "<em id='m'>﹀</em><script>m.addEventListener('click', more)</script>",
    "a property": "<td-x><i id='m' class='q'></i></td-x><script>m.onclick = more</script>",
    "a listener around": "<div id='m'><s>甲</s><s style='cursor:pointer'>乙</s></div>"
    "<ul></ul><script>document.addEventListener('click', (e) => e.target.textContent === '乙' && more())</script>",
    "jQuery, delegated": f"<p class='z'>看看</p><script>{JQUERY}$(document).on('click', '.z', more)</script>",
    "a choice": "<select id='m'><option>部门</option><option>乡镇</option></select>"
    "<script>m.addEventListener('change', () => m.value === '乡镇' && more())</script>",
    "a picture": "<img id='m' src='/n.png'><script>m.addEventListener('mousedown', () => 0);m.onclick = more</script>",
    "a touch": "<b id='m'>看看</b><script>m.addEventListener('touchend', more)</script>",
}
"""Controls that no word gives away, by how their script listens."""


@pytest.mark.slow
@pytest.mark.usefixtures("chromium")
def test_whatever_scripts_listen_to_is_used() -> None:
    pages = [f"<ul id='l'><li>首行</li></ul><script>{MORE}</script>{acting}" for acting in ACTING.values()]
    told = play("tests.support.browser.pages", {"pages": pages, "to_end": True})
    for name, shown in zip(ACTING, told["shown"], strict=True):
        assert "<li>余下</li>" in shown["html"], (name, shown)
        assert shown["failures"] == [], name


@pytest.mark.slow
@pytest.mark.usefixtures("chromium")
def test_a_page_that_hangs_affects_no_other_page() -> None:
    told = play("tests.support.browser.pages", {"pages": [HANGING, LIST], "seconds": 2.0})
    hung, after = told["shown"]
    assert hung["error"].startswith("DownloadTimeoutError: the page hung")
    assert LIST in after["html"]
    assert told["browsers"] == 2
    assert told["left"] == []


@pytest.mark.slow
@pytest.mark.usefixtures("chromium")
@pytest.mark.parametrize("walls", ["all", "flags"])
def test_a_hostile_page_reaches_nothing_inside(port: int, walls: str) -> None:
    """Whatever it tries; `flags` does without the network namespace, which not every kernel grants."""
    answers = {"/data.json": ["application/json", '["one"]']}
    asked = {"pages": [hostile(port)], "port": port, "answers": answers, "walls": walls, "seconds": PATIENT}
    told = play("tests.support.browser.pages", asked)
    (shown,) = told["shown"]
    assert "<li>one</li>" in shown["html"]
    assert told["met"] == []
    assert told["asked"] == ["fetch GET http://www.example.gov.cn/data.json"]
    assert "rtc" in shown["html"].split('data-tried="')[1]
    assert shown["left_for"] is None
    refused = "\n".join(shown["log"])
    for tried in ("img", "script.js", "fetch", "localhost", "decimal", "mapped", "xhr", "beacon", "worker", "navigate"):
        assert f"/{tried} " in refused, tried


@pytest.mark.slow
def test_the_hostile_page_bites_where_nothing_guards(chromium: str, port: int, tmp_path: Path) -> None:
    """The same page in a bare browser does reach the server: the test above would see it."""
    page = tmp_path / "hostile.html"
    page.write_text(hostile(port), "utf-8")
    with socket.create_server(("127.0.0.1", port)) as inside:
        inside.settimeout(20)
        command = [chromium, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
        with subprocess.Popen([*command, page.as_uri()], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as bare:
            try:
                inside.accept()[0].close()
            finally:
                bare.kill()


@pytest.mark.slow
@pytest.mark.usefixtures("chromium")
def test_memory_is_bounded_and_browsers_are_recycled() -> None:
    job = {"pages": [FAT, *[LIST] * 6], "memory": 500, "recycle": 4, "contexts": 2}
    told = play("tests.support.browser.pages", job)
    assert "more than the 500 allowed" in told["shown"][0]["error"]
    assert all(LIST in shown["html"] for shown in told["shown"][1:])
    assert told["browsers"] == 3
    assert told["left"] == []


@pytest.mark.slow
@pytest.mark.usefixtures("chromium")
def test_navigation_by_scripts_is_reported_and_not_followed() -> None:
    leave = "<script>location.href = '%s'</script>"
    pages = [
        leave % "/nianbao/index.html",
        leave % "http://127.0.0.1/",
        leave % "/list.html",
        "<script>location.reload()</script>",
    ]
    told = play("tests.support.browser.pages", {"pages": pages})
    assert [shown["left_for"] for shown in told["shown"]] == [
        "http://www.example.gov.cn/nianbao/index.html",
        None,
        None,
        None,
    ]
