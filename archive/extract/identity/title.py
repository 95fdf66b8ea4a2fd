"""What a title states: whether it is a report's or only about reports, the issuer, and the year.

Uses the words of the title only, no gazetteer and no text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from archive import patterns
from archive.extract.identity.years import LATEST, arabic, plausible
from archive.extract.report.model import NoReportReason
from archive.gazetteer.traditional import simplified

TitleKind = Literal["report", "lookalike", "other"]

_INVISIBLE = patterns.lazy(r"[\s\u200b-\u200f\u2060\ufeff\u00ad]+")
_FILE = patterns.lazy(r"(?:\.(?:docx?|pdf|wps|html?|shtml|xlsx?|rtf|ofd|txt|jpg|png|zip|rar)){1,9}$", re.IGNORECASE)
_SUBJECT = r"(?:(?:政府|政务|党政|党务|村务|事务)?(?:信息|政务|政府)(?:与政务|和政务)?(?:年度)?|政务|信息)"
# such as 政府信息公开工作年度报告 or 政务信息公开工作的年度报告 or 年度信息年度公开报告 or 政府信息公开工作年度总结
_CORE = patterns.lazy(
    rf"(?:年度)?{_SUBJECT}公开(?:工作|年度|情况|信息|专项|的|\d{{3,5}}(?!\d)度?|年)*"
    r"(?:报告|年报|总结报告|(?:(?<=年度)|(?<=年度工作))总结(?!会|大会)|(?<=年度)报?\.{2,}$)"
)
_ABOUT = patterns.lazy(r"公开|年报|年度报告")
_ANNUAL = patterns.lazy(r"年度|年报|全年")
# such as 年度报告 or 政府信息公开年报 or 2025年政府信息公开报告
_CALLED_ANNUAL = patterns.lazy(r"年报|年度.{0,8}(?:报告|总结)|公开.{0,8}(?:报告|总结)")
# such as 及解读 or (含附表) behind the words of a report, which it accompanies
_ACCOMPANIED = patterns.lazy(
    r"^[》」\"]?(?:[(]?(?:及|和|与|、|暨|含|附|\+|&)其?(?:相关|有关|政策|文字|图文|图片)*"
    r"(?:解读|图解|说明|附件|附表|统计表|情况统计表|数据表)[)]?)+$"
)
_WEAK_CORE = patterns.lazy(r"(?:工作)?(?:年度(?:工作)?报告|年报)$")
# such as 关于印发; not 关于报送2023年政府信息公开工作年度报告的通知
_COVER = patterns.lazy(r"关于(?:印发|转发|公布|发布|公开|(?:上报|报送|呈报|呈送|送)(?!.{0,100}通知$))")
_HANDED_ON = patterns.lazy(r"^(?:印发|转发|公布|发布|公开|上报|报送|呈报|呈送|送)")
# such as 关于报送2023年政府信息公开工作年度报告的通知
_REQUEST = patterns.lazy(
    r"(?>.*?关于(?:做好|开展|编制|编写|切实|认真|进一步|规范|组织|加强|上报|报送|撰写|提交)).*(?:通知|函)$"
)
_PART_OF_YEAR = patterns.lazy(r"上半年|下半年|[一二三四1-4]季度|半年度|\d{1,2}[-—至~]\d{1,2}月|月报|季报|\d月份")
_LOOKALIKE = (
    (
        patterns.lazy(
            r"解读|图解|一图|图说|图读|漫画|动漫|看懂|读懂|速览|划重点|短视频|长图|H5|Q&A|问答|答问|解释|解答|答疑|释疑|释义|说明\Z"
        ),
        NoReportReason.EXPLANATION,
    ),
    (patterns.lazy(r"指南|流程图?|申请表|办事(?!处)"), NoReportReason.GUIDE),
    (
        patterns.lazy(
            r"制度|办法|规定|规则|细则|方案|要点|标准|规范(?!性)|意见(?!箱)|模板|格式|样本|样表|范本|范文|填报|填表|填写|口径|"
            r"注意事项|有关事项|常见问题|勾稽"
        ),
        NoReportReason.RULE_OR_PLAN,
    ),
    (patterns.lazy(r"目录|清单|汇总|一览|名单|台账|统计|附表|数据表"), NoReportReason.LIST_OR_STATISTICS),
    (
        patterns.lazy(r"评估|测评|评议|考核|调查|问卷|征集|征求|公示|检查|抽查|督查|通报|整改"),
        NoReportReason.ASSESSMENT_OR_SURVEY,
    ),
    (
        patterns.lazy(
            r"召开|会议|座谈|培训|部署|发布会|动员|学习|新闻|我[县市区旗镇乡]|圆满|顺利|按时|扎实|有序|率先|积极|会\Z|编制|编写|情况\Z"
        ),
        NoReportReason.NEWS,
    ),
    (patterns.lazy(r"催报|催办|提醒|通知\Z|公告\Z|通告\Z|的函\Z|请示\Z|批复\Z"), NoReportReason.NOTICE),
)
_OF_OTHER_SUBJECTS = patterns.lazy(
    r"(?:预决算|预算|决算|财政|财务|环境|环保|企业|决策|采购|价格|信用|医疗|学校|食品|安全|扶贫|国资)(?:事项)?$"
)
"""What a report on the openness of something else than the government's information begins with."""
_IN_NAMES = frozenset(
    [
        "标准",
        "规范",
        "意见",
        "统计",
        "评估",
        "考核",
        "调查",
        "检查",
        "督查",
        "整改",
        "会议",
        "培训",
        "学习",
        "新闻",
        "编制",
        "编写",
        "目录",
        "清单",
        "方案",
        "规定",
        "征集",
        "发布会",
    ]
)
# such as 出版旅游局 behind 新闻, or 委员会办公室 behind 编制; not 召开…的中心
_ORGAN_BEHIND = patterns.lazy(
    r"(?:(?!召开|组织|开展|举办|关于|对|的)[\u4e00-\u9fff]){0,12}?(?:[局办队院站所馆]|中心|委员会|学校|公司)"
)
_ANNOUNCED = patterns.lazy(r"^[((《【]?(?:公示|公告|通告)[))》】]?$")
# such as 2024年1月 or 2023/1/10 or 20260120
_DATE = patterns.lazy(
    r"(?:19|20)\d\d年\d{1,2}月(?:\d{1,2}日)?|(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2}|20[0-4]\d[01]\d[0-3]\d(?!\d)"
)
# such as 2020年修订; not 2025年 before 版书镇 or 版石镇
_EDITION = patterns.lazy(r"[((〔\[](?:19|20)\d\d年?(?:版|修订|修改|更新)[))〕\]]|(?:19|20)\d\d年?(?:版(?![书石])|修订)")
# such as 〔2021〕30号 or 优政〔2024〕5号
_NUMBER = patterns.lazy(r"[\u4e00-\u9fff]{0,8}[〔\[﹝【(](?:19|20)\d\d[〕\]﹞】)]第?\d+号")
# such as 2025年度, also before 尾山农场; but 2023年 in 2023年度假区管委会 and 2025年 before 度尾镇 or 度佳镇
_YEAR = patterns.lazy(r"(?<!\d)((?:19|20)\d\d)(?!\d)(年度(?![假佳]|尾(?!山))|年)?")
_DIGIT = patterns.lazy(r"\d")
# such as 205年, 20225年, 2O25年 or 3025年; a year in a title stands before 年 or before the words of the report
_ODD_YEAR = patterns.lazy(
    r"(?<![\dA-Za-z])(?:\d{2,3}|\d{5,6}|[013-9]\d{3}|2[1-9]\d\d|18\d\d|(?=[A-Za-z]*\d)[\dOoQDlIZzSsB]{4,5})"
    r"(?:年度(?![假佳]|尾(?!山))|年(?!来)|(?=度?(?:政府|政务)?信息|政务公开))"
)
_ODD_YEAR_AT_END = patterns.lazy(r"(?<!\d)\d{3,6}$")
_NOISE = patterns.lazy(r"[《》〈〉<>“”\"'【】\[\]「」『』·:：。;；!！?？*#~\-—–_|\\.]+")
# such as 双桥镇、城关镇: a list of names
_ENUMERATED = patterns.lazy(r"[,，、/]+")
_EMPTY_BRACKETS = patterns.lazy(r"[((][))]")
_PUBLISHED_AS = patterns.lazy(
    r"^(?:(?:年报|年度报告|公开|公告|(?:公布|发布|印发)的?|附件\d*|原文|正文|全文|转发|公告|更正|最新|首页|当前位置)+)|(?:的|度|发布|公开|关于)+$"
)
# such as (冢头镇) or —冢头镇 behind the words of a report
_SECOND = patterns.lazy(r"^[》」]?[((【\[:：\-—–]")
# such as 名称: or 【标题】 or 1.文件名: or 索引号:360429/2023-001名称: before a title
_LABEL = patterns.lazy(
    r"^(?:[^:]{1,8}:[^:《]{0,60}?)?[●■◆★▲◎○·*]?(?:[一二\d][、.])?[【\[(《]?[\u4e00-\u9fff]{0,6}?"
    r"(?:(?:名称|标题|题名|主题词?|题目|文件名|公开内容|内容|文档|文件|资料|篇名|文章|title)(?:\([^()]{1,4}\))?(?:[】\])》]:?|[:=/|])|(?:名称|标题)(?!名称)(?=.{2,8}[县市区旗镇乡]))",
    re.IGNORECASE,
)
# such as 发布日期: 2023-01-17 behind a title that a label introduces
_NEXT_LABEL = patterns.lazy(r"(?<!\s)\s++(?:[\u4e00-\u9fff]\s*+){2,6}[:：].*$")
# such as 一图读懂 before ｜ and the title of the report that it explains
_PICTURED = patterns.lazy(r"[【\[]?(?:一图.{0,4}|图解.{0,2}|图说|图读|长图|动漫|漫画|H5|短视频|视频解读)[】\]]?")
# such as (5) or 47.
_SERIAL = patterns.lazy(r"^(?:\d{1,3}[、.．]|[((]?[一二三四五六七八九十\d]{1,3}[))]|附件\d*[::]?|附\d*[::])")


@dataclass(frozen=True, slots=True)
class Title:
    """What a title states.

    `reason` says why it is not a report's. `year` is the reporting year, None where the title names none or several
    possible ones; `years` are all years in it. `issuer_text` is the text in the position of the issuer, divisions and
    organs included ("" where there is none); `behind` is set where it follows the words of the report, as a site's name
    does, and `second` is another name there, as 冢头镇 in 郏县2025年…年度报告(冢头镇). `cover` is set for a letter or
    notice that forwards a report. `impossible_year` says that nobody can mean the year that it names (2052, 205), and
    `year` is None then; `annual` that it speaks of an annual report, whatever it is itself.
    """

    text: str
    kind: TitleKind
    reason: NoReportReason | None = None
    year: int | None = None
    issuer_text: str = ""
    cover: bool = False
    years: tuple[int, ...] = ()
    behind: bool = False
    second: str = ""
    impossible_year: bool = False
    annual: bool = False


# such as 有关项目填报问题的解释 or 填报口径
_ON_FILLING_IN = patterns.lazy(
    r"填报|填表|填写|编报说明|口径|格式(?:问答|说明|要求|解读)|编[写制](?:要求|要点|规范|指[南引])|工作提示|(?:问题|项目|栏目|指标|数据)的?(?:解释|解答|答疑|释义|说明)|常见问题|勾稽关系"
)


def is_on_filling_in(title: str) -> bool:
    """Whether a title is of an explanation how to fill the form in, which concerns every office and reports of none."""
    return _ON_FILLING_IN.search(simplified(_INVISIBLE.sub("", title))) is not None


@lru_cache(maxsize=4096)
def read_title(text: str, *, context: str = "", latest: int = LATEST) -> Title:
    """Parse one title; `context` is text around it (a column's name) that may show what a mere 年报 is about.

    `latest` is the last year that can be meant, such as that in which the title was seen. Titles in traditional
    characters are read like those in simplified ones, and returned as they are printed.
    """
    printed = _tidy(text)
    title = simplified(printed)
    core = _CORE.search(title)
    if core is None and "公开" in context and not _ABOUT.search(title.replace("年度报告", "").replace("年报", "")):
        core = _WEAK_CORE.search(title)
    read = _without_core(title, latest) if core is None else _with_core(title, core, latest)
    annual = bool(_CALLED_ANNUAL.search(title)) and read.kind != "lookalike"
    issuer = _as_printed(read.issuer_text, title, printed)
    return replace(read, text=printed, issuer_text=issuer, annual=annual)


def _as_printed(part: str, title: str, printed: str) -> str:
    """A part of a title in the characters in which it is printed."""
    at = title.find(part)
    return printed[at : at + len(part)] if at >= 0 else part


def _with_core(title: str, core: re.Match[str], latest: int) -> Title:
    """What a title says that contains the words of a report."""
    years = _plausible(_years(title, latest))
    before, after = title[: core.start()], title[core.end() :]
    cover = bool(_COVER.search(title))
    issuer = _issuer(before, after)
    year, impossible = _reporting_year(title, core, latest)
    if reason := _why_no_report(title, before, after, cover=cover):
        return Title(title, "lookalike", reason, year, issuer, years=years, impossible_year=impossible)
    if _PART_OF_YEAR.search(title):
        return Title(title, "other", NoReportReason.PART_OF_YEAR, None, issuer, years=years)
    named = bool(years) or impossible
    if not named and not _ANNUAL.search(core[0]):
        return Title(title, "other", NoReportReason.NO_YEAR, None, issuer)
    if not named and not issuer:
        return Title(title, "other", NoReportReason.COLUMN_NAME, None, "")
    first = _issuer(before, "")
    second = _clean(after) if first and _SECOND.match(after) else ""
    behind = bool(issuer) and not first
    return Title(title, "report", None, year, issuer, cover, years, behind, second, impossible)


def _tidy(text: str) -> str:
    """In compatibility form, without spaces and file suffix, and without the site's name behind it."""
    title = _FILE.sub("", _INVISIBLE.sub("", arabic(_parts(text))))
    return _SERIAL.sub("", _LABEL.sub("", title))


def without_label(line: str) -> str:
    """A line without the label before a title, such as 名 称：; a line without one as it is."""
    printed = "".join(line.split())
    label = _LABEL.match(arabic(printed))
    return line if label is None else _NEXT_LABEL.sub("", _behind(line, label.end()))


def _behind(line: str, count: int) -> str:
    """What of a line stands behind so many characters, white space not counted."""
    for at, char in enumerate(line):
        if count == 0:
            return line[at:].strip()
        count -= not char.isspace()
    return ""


def _parts(text: str) -> str:
    """Of a title with the site's name behind it (报告_某县人民政府), the part that names a report."""
    parts = re.split(r"[_|｜»>]|\s[-–—]+\s|--+", text)
    named = (at for at, part in enumerate(parts) if _CORE.search(simplified(_INVISIBLE.sub("", arabic(part)))))
    at = next(named, None)
    if at is None:
        return text
    return "".join(parts[at - 1 : at + 1]) if at and _PICTURED.fullmatch(parts[at - 1].strip()) else parts[at]


def _without_core(title: str, latest: int) -> Title:
    named = _years(title, latest)
    years, impossible = _plausible(named), None in named
    if _ABOUT.search(title):
        for pattern, reason in _LOOKALIKE:
            if pattern.search(title):
                return Title(title, "lookalike", reason, years=years, impossible_year=impossible)
    return Title(title, "other", NoReportReason.NOT_ABOUT_REPORTS, years=years, impossible_year=impossible)


def _why_no_report(title: str, before: str, after: str, *, cover: bool) -> NoReportReason | None:
    """Why a title that contains the words of a report is not a report's; None where it is."""
    if not cover and _REQUEST.match(title):
        return NoReportReason.NOTICE
    if _OF_OTHER_SUBJECTS.search(before):
        return NoReportReason.REPORT_ON_OTHER_SUBJECT
    rest = before + "\n" + _ACCOMPANIED.sub("", _ANNOUNCED.sub("", after))
    for pattern, reason in _LOOKALIKE:
        handed_on = cover and reason is NoReportReason.NOTICE
        if not handed_on and any(not _is_part_of_name(found, before) for found in pattern.finditer(rest)):
            return reason
    return None


def _is_part_of_name(found: re.Match[str], before: str) -> bool:
    """Whether the word is part of an organ's name and not the subject of the title: 统计局, 新闻出版局."""
    return found[0] in _IN_NAMES and _ORGAN_BEHIND.match(before, found.end()) is not None


def _years(title: str, latest: int) -> tuple[int | None, ...]:
    """The years that a title names, each once, in order; None for one that nobody can mean."""
    if not _DIGIT.search(title):
        return ()
    text = _NUMBER.sub("", _EDITION.sub("", _DATE.sub("", title)))
    named = {found.start(): int(found[1]) for found in _YEAR.finditer(text)}
    odd = dict.fromkeys(found.start() for found in _ODD_YEAR.finditer(text))
    every = sorted((odd | named).items())
    return tuple(dict.fromkeys(year if year and plausible(year) and year <= latest else None for _, year in every))


def _plausible(years: tuple[int | None, ...]) -> tuple[int, ...]:
    return tuple(year for year in years if year is not None)


def _reporting_year(title: str, core: re.Match[str], latest: int) -> tuple[int | None, bool]:
    """The year nearest to the words of the report: inside them, else the last before, else the first behind.

    And whether that year is one that nobody can mean.
    """
    years = _years(title, latest)
    if len(years) > 1 and re.search(r"(?:19|20)\d\d年?[-—至~、和]+(?:19|20)\d\d", title):
        return None, False
    inside = _years(core[0], latest)
    ahead = _years(title[: core.start()], latest)
    behind = _years(title[core.end() :], latest)
    nearest = [group[at] for group, at in ((inside, 0), (ahead, -1), (behind, 0)) if group] or list(years)
    return (nearest[0], nearest[0] is None) if nearest else (None, False)


def _issuer(before: str, after: str) -> str:
    """The text that names the issuer: in a cover letter's title that of the report, else that of the letter."""
    head, _, inner = before.rpartition("关于") if "关于" in before else ("", "", before)
    inner = _HANDED_ON.sub("", inner)
    return next((issuer for candidate in (inner, head, after) if (issuer := _clean(candidate))), "")


def _clean(text: str) -> str:
    text = _NUMBER.sub("", _EDITION.sub("", _DATE.sub("", text)))
    text = _NOISE.sub("", _ODD_YEAR_AT_END.sub("", _ODD_YEAR.sub("", _YEAR.sub("", text))))
    text = _ENUMERATED.sub("、", text).strip("、")
    text = re.sub(r"^年?度(?![假佳]|尾(?!山))|年?度$", "", text)
    text = _PUBLISHED_AS.sub("", _PUBLISHED_AS.sub("", _EMPTY_BRACKETS.sub("", text)))
    text = re.sub(r"^[((](.*)[))]$", r"\1", text)
    text = re.sub(r"(?<=[镇乡道处木区县市旗])人民$", "人民政府", text)
    return "" if re.fullmatch(r"(?:的?(?:通知|公告|函|报告)|我[县市区镇乡]|本机关|\d*)", text) else text
