"""An invented report: its sections in words that agree with its figures. Deterministic by code and year. Pure.

The prose is the project's own; headings and labels are the statutory ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from random import Random
from typing import Any, Literal

from tests.support.sites.blocks import Block, Grid, Heading, Prose, grids
from tests.support.sites.figures import (
    BLOCKS,
    OUTCOMES,
    Tables,
    figures_2019,
    figures_2021,
    items_disclosed,
    with_blanks,
)

FormName = Literal["2021", "2019", "narrative"]


@dataclass(frozen=True, slots=True)
class Report:
    """A report as printed: `tables` is None where the form has none; `issuer` is the full name under the text."""

    title: str
    issuer: str
    year: int
    form: FormName
    tables: Tables | None
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Manner:
    """How a report is written: the form, the year that it was copied from, what stands in cells of nothing, whether
    headings three and four were lost, and whose own words (of which report) stand in it beside the usual ones."""

    form: FormName = "2021"
    copies: int | None = None
    hole: Literal["0", "", "/"] = "0"
    headless: bool = False
    words: str | None = None


@dataclass(frozen=True, slots=True)
class _Told:
    """What the sentences need: who speaks, of which year, with which figures."""

    issuer: str
    year: int
    we: str
    tables: Tables
    items: dict[str, int]
    rng: Random
    own: str | None = None

    @property
    def new(self) -> dict[str, int]:
        new: dict[str, int] = self.tables["applications"]["new"]
        return new


@lru_cache(maxsize=4096)
def report(
    issuer: str, code: str, year: int, manner: Manner, title: str, signed_on: date, revised: bool = False
) -> Report:
    """The report of `code` for `year`."""
    source = manner.copies or year
    tables = (figures_2019 if manner.form == "2019" else figures_2021)(code, source, revised)
    told = _Told(
        issuer, year, _we(issuer), tables, items_disclosed(code, source), Random(f"{code}/{source}/words"), manner.words
    )
    sign = (Prose(issuer), Prose(f"{signed_on.year}年{signed_on.month}月{signed_on.day}日"))
    if manner.form == "narrative":
        return Report(title, issuer, year, "narrative", None, (*_narrative(told), *sign))
    printed = tables if manner.hole == "0" else with_blanks(tables)
    body = _six(told, manner.form, grids(printed, manner.hole))
    if manner.headless:
        body = tuple(one for one in body if not (isinstance(one, Heading) and one.text[0] in "三四"))
    return Report(title, issuer, year, manner.form, printed, (*body, *sign))


def _we(issuer: str) -> str:
    for ending, we in (
        ("街道办事处", "我街道"),
        ("镇人民政府", "我镇"),
        ("乡人民政府", "我乡"),
        ("苏木人民政府", "我苏木"),
    ):
        if issuer.endswith(ending):
            return we
    return "我县" if "人民政府" in issuer else "我局"


def _six(told: _Told, form: FormName, tables: tuple[Grid, Grid, Grid]) -> tuple[Block, ...]:
    first, second, third = tables
    number = "〔2019〕60号" if form == "2019" else "〔2021〕30号"
    return (
        Prose(
            f"根据《中华人民共和国政府信息公开条例》和《国务院办公厅政府信息与政务公开办公室关于印发〈中华人民共和国政府信息公开"
            f"工作年度报告格式〉的通知》（国办公开办函{number}）要求，编制{told.year}年度本机关政府信息公开工作年度报告。"
            f"本报告所列数据的统计期限自{told.year}年1月1日起至{told.year}年12月31日止。"
        ),
        Heading("一、总体情况", 1),
        *_overview(told),
        Heading("二、主动公开政府信息情况", 1),
        first,
        Heading("三、收到和处理政府信息公开申请情况", 1),
        second,
        Heading("四、政府信息公开行政复议、行政诉讼情况", 1),
        third,
        Heading("五、存在的主要问题及改进情况", 1),
        *_problems(told),
        Heading("六、其他需要报告的事项", 1),
        Prose(_fees(told)),
    )


def _overview(told: _Told) -> tuple[Block, ...]:
    return (
        Prose(told.rng.choice(_OPENINGS).format(we=told.we, year=told.year)),
        Prose(f"（一）主动公开情况。{_disclosed(told)}"),
        Prose(f"（二）依申请公开情况。{_asked(told)}"),
        Prose(f"（三）政府信息管理情况。{_managed(told)}"),
        Prose(f"（四）平台建设情况。{told.rng.choice(_PLATFORMS).format(we=told.we)}"),
        Prose(f"（五）监督保障情况。{told.rng.choice(_OVERSIGHT).format(we=told.we)}{_reviewed(told)}"),
        *(Prose(_own_words(told.own).format(we=told.we)) for _ in range(told.own is not None)),
    )


def _own_words(of: str | None) -> str:
    """Sentences that no other report has, unless it copied them: the same for the same key."""
    rng = Random(f"{of}/own")
    tasks = rng.sample([f"{what}{how}" for what in _WHATS for how in _HOWS], 14)
    return "".join(f"{{we}}{rng.choice(_WHENS)}{one}，{rng.choice(_WHYS)}。" for one in tasks)


def _disclosed(told: _Told) -> str:
    items = told.items
    tail = told.rng.choice(_TOPICS)
    return (
        f"{told.year}年，{told.we}通过各类渠道主动公开政府信息{items['all']}条，其中县政府门户网站{items['site']}条，"
        f"微信公众号{items['wechat']}条，政务公开栏{items['board']}条，{tail}"
    )


def _asked(told: _Told) -> str:
    lines = told.tables["applications"]
    new, carried_in, carried_out = told.new["total"], lines["carried_in"]["total"], lines["carried_out"]["total"]
    if new + carried_in == 0:
        return f"{told.year}年，{told.we}未收到政府信息公开申请，无上年结转申请。"
    carried = f"上年结转{carried_in}件" if carried_in else "无上年结转"
    left = f"结转下年度继续办理{carried_out}件" if carried_out else "无结转下年度办理的申请"
    who = f"其中自然人申请{told.new['natural_person']}件，商业企业申请{told.new['enterprise']}件"
    return (
        f"{told.year}年，{told.we}新收政府信息公开申请{new}件，{who}，{carried}。全年答复{lines['outcome_total']['total']}件："
        f"{_outcomes(lines)}；{left}。"
    )


_GROUP_WORDS = (
    ("予以公开", ("granted",)),
    ("部分公开", ("partly_granted",)),
    ("不予公开", tuple(line for line in OUTCOMES if line.startswith("denied"))),
    ("无法提供", tuple(line for line in OUTCOMES if line.startswith("unavailable"))),
    ("不予处理", tuple(line for line in OUTCOMES if line.startswith("rejected"))),
)


def _outcomes(lines: Any) -> str:
    sums = [(word, sum(lines[line]["total"] for line in members)) for word, members in _GROUP_WORDS]
    return "，".join(f"{word}{many}件" for word, many in sums if many) or "均未办结"


def _managed(told: _Told) -> str:
    documents = told.tables["disclosure"]["normative_documents"]
    made = documents.get("issued", documents.get("made"))
    start = f"{told.we}制发行政规范性文件{made}件" if made else f"本年度{told.we}未制发行政规范性文件"
    return f"{start}，现行有效{documents['in_force']}件。{told.rng.choice(_MANAGEMENT)}"


def _reviewed(told: _Told) -> str:
    reconsidered, direct, after = (told.tables["review"][block]["total"] for block in BLOCKS)
    if reconsidered + direct + after == 0:
        return "全年未发生因政府信息公开引起的行政复议和行政诉讼。"
    return f"全年因政府信息公开被申请行政复议{reconsidered}件、被提起行政诉讼{direct + after}件。"


def _problems(told: _Told) -> tuple[Block, ...]:
    problems = told.rng.sample(_PROBLEMS, 2)
    remedies = told.rng.sample(_REMEDIES, 2)
    return (
        Prose(f"存在的主要问题：一是{problems[0]}；二是{problems[1]}。".replace("我镇", told.we)),
        Prose(f"改进措施：一是{remedies[0]}；二是{remedies[1]}。".replace("我镇", told.we)),
    )


def _fees(told: _Told) -> str:
    return told.rng.choice(
        (
            f"{told.year}年，{told.we}未收取政府信息公开信息处理费。无其他需要报告的事项。",
            "本年度未发出收费通知，信息处理费总金额为0元。除此之外无其他需要报告的事项。",
            f"按照有关收费规定，{told.we}本年度收取信息处理费0元。",
        )
    )


def _narrative(told: _Told) -> tuple[Block, ...]:
    """The seven chapters used before 2019: no tables, the figures stand in the sentences."""
    items, year, we = told.items, told.year, told.we
    return (
        Prose(
            f"根据《中华人民共和国政府信息公开条例》要求，现公布{told.issuer}{year}年度政府信息公开工作年度报告。"
            f"本报告所列数据的统计期限为{year}年1月1日至{year}年12月31日。"
        ),
        Heading("一、概述", 1),
        Prose(told.rng.choice(_OPENINGS).format(we=we, year=year)),
        Heading("二、主动公开政府信息情况", 1),
        Prose(
            f"{year}年度，{we}主动公开政府信息{items['all']}条，其中通过县政府网站公开{items['site']}条，公开栏公开{items['board']}条。"
        ),
        Heading("三、依申请公开政府信息情况", 1),
        Prose(_asked(told)),
        Heading("四、政府信息公开的收费及减免情况", 1),
        Prose(f"{year}年，{we}未就提供政府信息收取任何费用。"),
        Heading("五、因政府信息公开申请行政复议、提起行政诉讼的情况", 1),
        Prose(_reviewed(told)),
        Heading("六、存在的主要问题及改进措施", 1),
        *_problems(told),
        Heading("七、其他需要报告的事项", 1),
        Prose("无。"),
    )


_WHENS = ("年初", "入汛以后", "秋收之前", "换届期间", "每逢集市", "清明前后", "农闲时节", "年底")
_WHATS = (
    "把河道清淤的账目", "把危房改造的名单", "把茶山流转的合同",
    "把村道硬化的图纸", "把山塘除险的进度", "把老年食堂的菜价",
    "把护林员的排班", "把古桥修缮的捐款",
    "把集体鱼塘的租金", "把电灌站的水价", "把移民后扶的花名册", "把果蔬冷库的租约",
)  # fmt: skip
_HOWS = (
    "贴到每个屋场的墙上", "念给小组长听了三遍", "编成歌谣在村口唱",
    "印成折页随水费单送", "画成地图挂在戏台边", "刻进光盘交给学校",
    "写在黑板上由会计签字", "请退休教师逐条讲解", "放进流动书箱带到圩上", "用方言录音在喇叭里放",
)  # fmt: skip
_WHYS = (
    "来问的人少了一半",
    "当场记下的意见逐条回了话",
    "错一个数也有人指出来",
    "外出的人托亲戚拍照带走",
    "老人都说看得明白",
)

_OPENINGS = (
    "{year}年，{we}把政府信息公开作为联系群众的经常性工作来抓，对照县里下发的要点逐项分解，明确分管领导和经办人员，做到当月任务当月清。",
    "{year}年以来，{we}围绕群众关心的事项梳理公开内容，健全先审后发的流程，公开工作总体平稳有序。",
    "一年来，{we}坚持以公开为常态、不公开为例外，结合春耕备耕、防汛抗旱、民生保障等重点工作，及时回应群众关切。",
    "{year}年，在上级业务部门指导下，{we}调整了政务公开领导小组，由党政综合办公室统筹，各站所按职责提供信息。",
)
_TOPICS = (
    "内容主要涉及惠农补贴、低保救助、环境整治和财政预决算。",
    "重点公布了道路养护、饮水安全、住房保障等群众关心的事项。",
    "涵盖机构职能、办事指南、工程招标和应急预案等方面。",
    "乡村振兴项目资金的使用情况全部在村级公开栏同步张贴。",
)
_PLATFORMS = (
    "{we}未单独开设网站，信息统一在县政府门户网站专栏发布，专人每周检查链接和错别字。",
    "依托县政府门户网站和微信公众号开展公开，并在便民服务中心设置查阅点，方便老年人查询。",
    "{we}对政务新媒体进行清理，保留一个账号，规范信息发布和账号管理。",
)
_OVERSIGHT = (
    "将公开工作列入年度考核，每季度通报一次。本年度未发生责任追究情形。",
    "组织业务培训两次，参训人员覆盖全部村组；社会评议结果良好。",
    "设立监督电话和意见箱，安排纪检干部参与抽查，{we}全年未因公开工作被追责。",
)
_MANAGEMENT = (
    "对历年文件逐份核对有效性，明确公开属性，并同步更新主动公开目录。",
    "严格执行保密审查制度，凡发布必登记，凡更正必留痕。",
    "完善文件起草、审核、归档一体的管理办法，到期文件及时清理。",
)
_PROBLEMS = (
    "公开内容偏重动态信息，群众需要的办事类信息还不够多",
    "个别站所报送不够及时，需要反复催要",
    "经办人员更换较勤，对条例的掌握不够扎实",
    "我镇公开形式较为单一，图表和问答形式的解读较少",
    "依申请公开的登记和答复文书还不够规范",
)
_REMEDIES = (
    "制定信息报送清单，明确每类信息的时限和责任人",
    "我镇将把业务学习纳入每月例会，请县里业务骨干现场讲解",
    "增加简明问答和一图说明等形式，让群众看得懂",
    "指定专人负责栏目维护，坚持每周自查、每月复核",
    "完善申请接收、登记、审核、答复的全流程台账",
)
