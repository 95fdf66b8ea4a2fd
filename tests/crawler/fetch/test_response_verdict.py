"""What a response means: the page must prove itself."""

import pytest

from archive.captures.record import CaptureKind, CaptureVerdict
from crawler.fetch.response_verdict import Judged, ResponseParts, judge, judge_empty_rendering

PAGE = "<html><body><ul><li><a href='t1.html'>某镇2025年政府信息公开工作年度报告</a></li></ul></body></html>"
URL = "http://www.example.gov.cn/zwgk/nb/index.html"


def answer(
    text: str = PAGE,
    *,
    kind: CaptureKind = "listing",
    status: int = 200,
    landmark: bool = False,
    url: str = URL,
    replaced: int = 0,
    body: bytes | None = None,
) -> ResponseParts:
    return ResponseParts(kind, URL, url, status, text.encode() if body is None else body, text, landmark, replaced)


@pytest.mark.parametrize(
    ("seen", "verdict"),
    [
        (answer(landmark=True), "ok"),
        (answer(status=404), "gone"),
        (answer(status=410), "gone"),
        *((answer(status=status), "blocked") for status in (202, 401, 403, 405, 412, 418, 429, 521)),
        *((answer(status=status), "unreachable") for status in (500, 502, 503, 504)),
        (answer("<script>document.cookie='x=1';location.reload()</script>"), "blocked"),
        (answer("<html><title>访问被拦截</title>您的访问请求存在异常</html>"), "blocked"),
        (answer("<title>404</title><p>您访问的页面不存在</p>"), "soft_404"),
        (answer("<html><a href='/'>首页</a></html>", url="http://www.example.gov.cn/"), "soft_404"),
        (answer("<html>网站维护中，暂停服务</html>"), "unreachable"),
        (answer("<html><body>一个换了模样的页面</body></html>"), "unknown"),
        (answer("\ufffd" * 20 + "x" * 80, landmark=True, replaced=20), "garbled"),
        (answer(kind="attachment", body=b"%PDF-1.7"), "ok"),
        (answer(kind="attachment", body=b""), "unreachable"),
        (answer(status=304), "unreachable"),
        (answer('{"code":500,"success":false,"data":null}'), "unreachable"),
        (answer("<html>请输入验证码<input name=codeValue></html>", kind="attachment"), "blocked"),
    ],
)
def test_verdicts(seen: ResponseParts, verdict: CaptureVerdict) -> None:
    assert judge(seen).verdict == verdict


def test_a_firewall_script_in_a_good_page_does_not_condemn_it() -> None:
    assert judge(answer(PAGE + "<script>document.cookie='visited=1'</script>", landmark=True)).verdict == "ok"


CHALLENGE = "<script>document.cookie='x=1'</script>"
PASSWORD = "<input type=password>"
MAINTENANCE = "<p>网站维护中，暂停服务</p>"


@pytest.mark.parametrize(
    ("sign", "verdict"), [(CHALLENGE, "blocked"), (PASSWORD, "blocked"), (MAINTENANCE, "unreachable")]
)
@pytest.mark.parametrize(("characters", "condemns"), [(100, True), (2_500, True), (19_999, True), (20_000, False)])
def test_a_sign_of_refusal_condemns_a_page_only_while_it_is_short(
    sign: str, verdict: CaptureVerdict, characters: int, condemns: bool
) -> None:
    page = sign + "字" * (characters - len(sign))
    assert (judge(answer(page)).verdict == verdict) is condemns


@pytest.mark.parametrize(
    ("kind", "before", "verdict"),
    [("listing", True, "soft_404"), ("report", True, "unknown"), ("listing", False, "ok"), ("report", False, "ok")],
)
def test_a_report_that_a_browser_shows_no_longer_is_not_thereby_gone(
    kind: CaptureKind, before: bool, verdict: CaptureVerdict
) -> None:
    assert judge_empty_rendering(Judged("ok"), kind, before=before).verdict == verdict
