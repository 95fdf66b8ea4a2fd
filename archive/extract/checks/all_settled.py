"""That all applications were settled, as the text says, while the table carries some over to the next year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from archive import patterns
from archive.extract.checks.counts_in_text import sentence_before, text_of
from archive.extract.report.model import Line, Report
from archive.extract.report.violation import Violation

_SETTLED: Final = (
    "办结|办完|办理完[毕成结]|办理结束|处理完[毕成]|处置完[毕成]|完成了?办理|完成了?处理|"
    "答复完[毕成]|完成了?答复|处理到位|办理到位|结案|办毕|办妥|(?:办理|处理|处置|答复)完结"
)
# such as 均已妥善办理, 均已按流程办理 or 全部得到处理; not 均已受理, 均已办理登记 or 均已转相关科室办理
_DONE: Final = (
    r"(?:已|得到)(?:(?!未|不|没|无|待|正在|受理|登记|[转交移送报]|分[送办]|纳入|开始|进入|进行|启动|安排|指定|委托)[\u4e00-\u9fff、《》]){0,20}?"
    r"(?:办理|处理|处置)(?=[，,。；;\n]|$)"
)

# such as 均已按要求办理完成 or 全部按时办结, whatever stands between; 均已答复; 已逐件办结; 100%办结; 无一件未办结
_ALL_SETTLED: Final = patterns.lazy(
    r"(?:(?:全部|均|都|皆|俱|件件|全数?|尽数|(?P<each>悉数|一一|逐[一件项]))"
    r"(?P<how>(?:(?!未|不|没|无|待|尚|将|要(?!求)|确保|可|正在|[，,。；;\n])[\u4e00-\u9fff、《》“”]){0,24}?)"
    rf"(?:(?P<settled>{_SETTLED})|(?:答复|回复)(?:(?P<then>[，,、]?(?:并)?(?:{_SETTLED}))|))|"
    rf"(?P<done>(?:全部|均|都|皆){_DONE}|已(?:经)?(?:全部|均)(?:办理|处理)(?=[，,。；;\n]|$))|"
    rf"(?P<turned>(?:{_SETTLED})了?(?:全部|所有)的?(?:政府)?(?:信息)?(?:公开)?申请)|"
    r"(?P<rate>(?<!按时)(?<!按期)(?<!及时)(?<!限时)办结率(?:为|达到?|保持|均为?|实现)?\s*(?:100\s*[%％]|百分之百|百分百)|"
    r"(?:处理|办理完成|办理完毕)率(?:为|达到?|均为?|实现)?\s*(?:100\s*[%％]|百分之百)|(?:没有|无)未办结|未办结(?:申请)?(?:为|共)?\s*0\s*件|"
    rf"(?:100\s*[%％]|百分之百|百分百)(?:按要求|按规定)?(?:{_SETTLED})|无一[件例]?(?:申请)?未(?:{_SETTLED})))"
)
# such as 均在法定期限内办结; not 均已在法定期限内办结 or 均按时限要求办结
_IN_TIME: Final = patterns.lazy(r"(?:期限|时限|规定时间|限期|时间|工作日)之?[内前中]|工作日|限期")
"""Words by which a sentence says that answers came in time, which leaves open what is not due yet."""
_TIMELY: Final = patterns.lazy(r"按时|按期|及时|如期|期限|时限")
# such as 均按规定答复; not 均已按规定答复
_PROPERLY: Final = patterns.lazy(r"依法|依规|按照|按规定|按要求|按程序|规范")
# such as 均为书面答复 or 均通过邮寄答复
_MANNER: Final = patterns.lazy(r"为|是|以|采[用取]|通过")
# such as 8件 before 均已办结
_COUNTED: Final = patterns.lazy(r"(\d{1,6})\s*(?:件|条|份|宗|起)(?:政府信息公开|信息公开|依申请公开)?(?:申请)?$")
# such as 答复10件， before 均已办结; not 收到政府信息公开申请10件，
_SOME: Final = patterns.lazy(
    r"(?:答复|办结|办理|处理|其中|公开|提供|延期)(?:(?!申请)[^，,。；;\d]){0,10}(\d{1,6})\s*(?:件|条|份|宗|起)[^，,。；;\d]{0,6}[，,]?$"
)
_INTENDED: Final = patterns.lazy(r"(?:将|会|要|力争|争取|计划|力求|做到|实现|尚未|未能?|并非|不)$")
# such as 要求 before 所有申请全部办结, or the 的 of 应当在年内答复的均已答复; not that of 收到的均已答复
_OBLIGED: Final = patterns.lazy(r"(?:(?<![按照])要求|必须|务必|督促|推动|力促)[^，,。；;]*$")
_SOME_ONLY: Final = patterns.lazy(r"(?<!收到)(?<!受理)(?<!接收)(?<!接到)(?<!提出)(?<!提交)(?<!收)的$")
_OTHER_MATTERS: Final = patterns.lazy(
    r"(?:建议|提案|议案|咨询|投诉|信访|来信|留言|工单|问题|意见|诉求|电话|来访)[^，,。；;]{0,8}[，,]?$"
)
_SEVERAL: Final = patterns.lazy(
    r"上一?年|去年|前年|往年|结转|除|另|未|尚|待|到期|办理中|正在|其余|剩余|各村|村务|村级|党务|应答复|应办|应予|确保|每一?[件份]|其中|在办"
)
_YEAR: Final = patterns.lazy(
    r"20(?<!\d20)(?<![比较与]20)\d\d(?=\s*年(?!(?:\d{1,2}月(?:\d{1,2}日)?)?(?:新|起)?(?:修订|修正|施行|实施|颁布|印发|出台)))"
)
"""A year that the text is about: not one of comparison, nor one in which a rule was made."""


def against_table(report: Report, table: Mapping[str, Line]) -> Iterator[Violation]:
    """The first statement that all applications were settled, where the table carries some out."""
    carried_out = table.get("carried_out", {}).get("total")
    text = text_of(report)
    for match in _ALL_SETTLED.finditer(text) if carried_out else ():
        if _is_of_all_applications(match, text, report, table) and _is_settled(match, text):
            detail = f"The text says “{match[0]}”, the table carries out {carried_out}."
            touched = (("applications", "carried_out"),)
            yield Violation("text.all_settled", "text.all_settled", detail, touched, certain=False)
            return


def _is_of_all_applications(match: re.Match[str], text: str, report: Report, table: Mapping[str, Line]) -> bool:
    """Whether a sentence says something of all applications of the year: not of some, nor of what was done later."""
    before = text[: match.start()]
    rest = re.split(r"[。；;\n]", text[match.end() :])[0]
    sentence = sentence_before(text, match.start()) + rest
    if ("申请" not in before[-40:] and not match["turned"]) or rest[:1].isdigit():
        return False
    if _OBLIGED.search(sentence_before(text, match.start())) or _SOME_ONLY.search(before):
        return False
    if _OTHER_MATTERS.search(before) or _INTENDED.search(before) or _SEVERAL.search(sentence):
        return False
    years = {int(year) for year in _YEAR.findall(sentence)}
    if report.year and years and (max(years) > report.year or report.year not in years):
        return False
    some = _COUNTED.search(before) or _SOME.search(before)
    new, carried = (table.get(line, {}).get("total") or 0 for line in ("new", "carried_in"))
    return some is None or int(some[1]) in (new, new + carried)


def _is_settled(match: re.Match[str], text: str) -> bool:
    """Whether words say that nothing is left, and not only that answers came in time: 均在法定期限内答复."""
    if match["then"] or match["turned"] or match["rate"] or match["done"]:
        return True
    how = match["how"]
    if _MANNER.match(how) and not match["settled"]:
        return False
    already = how.startswith("已") or text[: match.start()].endswith("已")
    if _IN_TIME.search(how) and not (already and match["settled"]):
        return False
    in_good_order = _TIMELY.search(how) or (_PROPERLY.search(how) and not already)
    return bool(match["settled"]) or not (match["each"] or in_good_order)
