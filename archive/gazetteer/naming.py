"""How names of townships are written: suffixes of organs, kinds of units, ethnic designations, brackets.

Works on the wording alone and does not know which names exist.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from archive import patterns

ETHNIC = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|"
    "达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固|京|塔塔尔|独龙|鄂伦春|"
    "赫哲|门巴|珞巴|基诺|各|民"
)
KINDS = ("街道", "苏木", "地区", "镇", "乡")

_LINE = 200
"""The characters of the longest text that is likely to be asked for again."""
_SPACE = patterns.lazy(r"[\s\u200b-\u200f\u2060\ufeff\u00ad]+")
_ETHNIC_TAIL = patterns.lazy(rf"(?:(?:{ETHNIC})族){{1,9}}$")
# such as 解放街道办事处党政办公室 or 大垅乡政务公开领导小组办公室
_OFFICE_SUFFIX = patterns.lazy(
    r"(?:(?<=[府镇乡木道处区会委])(?:党政(?:综合)?|综合|政府|党委|党群)?"
    r"|(?<=[镇乡道])(?:党政和人大|(?:政务|政府信息|信息)公开(?:工作)?(?:领导小组)?))(?:办公室|办)$"
)
# such as 街道党工委办事处
_WORKING_COMMITTEE = patterns.lazy(r"(?<=街道)党工委(?=办事处|办)")
# such as 柳河镇人民政府 or 中共冢头镇委员会
_GOVERNMENT_SUFFIX = patterns.lazy(r"(?:人民政府|政府|人民|党委|党工委|(?<=[镇乡道])(?:工作)?委员会)$")
# such as 解放街道办事处
_STREET_OFFICE_SUFFIX = patterns.lazy(r"(?<=街)(?:道办事处|道办|办事处|办)$")
_AREA_OFFICE_SUFFIX = patterns.lazy(r"(?<=地区)办事处$")
_COMMITTEE_SUFFIX = patterns.lazy(r"(?:党工委)?(?:管理委员会|管委会)$")
_PARTY = patterns.lazy(r"^(?:中共|中国共产党)")
_BRACKET = patterns.lazy(r"[((]([^()()]*)[))]")


def normalise(text: str) -> str:
    """The text in Unicode's compatibility form (NFKC), without white space and invisible characters."""
    return _normalised_line(text) if len(text) <= _LINE else _normalised(text)


def _normalised(text: str) -> str:
    return _SPACE.sub("", unicodedata.normalize("NFKC", text))


_normalised_line = lru_cache(maxsize=4096)(_normalised)
"""Names, titles and lines of one document are asked for again and again."""


@lru_cache(maxsize=4096)
def without_organ(name: str) -> str:
    """A unit's name without the organ after it: 冢头镇人民政府办公室 gives 冢头镇, 解放街道办事处 gives 解放街道."""
    name = _PARTY.sub("", name)
    name = _WORKING_COMMITTEE.sub("", name)
    while True:
        shorter = _OFFICE_SUFFIX.sub("", name)
        shorter = _GOVERNMENT_SUFFIX.sub("", shorter)
        shorter = _AREA_OFFICE_SUFFIX.sub("", _STREET_OFFICE_SUFFIX.sub("道", shorter))
        if shorter == name:
            return name
        name = shorter


@lru_cache(maxsize=4096)
def spellings(name: str) -> tuple[str, ...]:
    """The names under which the unit may be listed, the most likely first."""
    short = without_organ(name)
    forms = [short]
    if short.endswith("办事处"):
        forms.append(short.removesuffix("办事处") + "街道")
    if short.endswith("街"):
        forms.append(short + "道")
    if _COMMITTEE_SUFFIX.search(short):
        forms.append(_COMMITTEE_SUFFIX.sub("", short))
    return tuple(dict.fromkeys(form for form in forms if form))


def kind(name: str) -> str:
    """The kind of unit that a name ends in: 镇, 乡, 街道, 苏木 or 地区; "" for any other body."""
    return next((suffix for suffix in KINDS if name.endswith(suffix) and name != suffix), "")


@lru_cache(maxsize=4096)
def stem(name: str) -> str:
    """A name without kind and ethnic designation: 古砦仫佬族乡 gives 古砦. The whole name where it has no kind."""
    suffix = kind(name)
    if not suffix:
        return name
    body = name.removesuffix(suffix)
    return _ETHNIC_TAIL.sub("", body) or body


def aliases(name: str, places: Iterable[str]) -> Iterator[str]:
    """The aliases of a unit that follow from the wording of its name.

    `places` are the names of its county, prefecture and province, with which some names begin. Brackets hold either
    a second name or a remark.
    """
    full_name = normalise(name)
    seen = {full_name}
    todo = [full_name]
    prefixes = sorted(places, key=len, reverse=True)
    while todo:
        current = todo.pop()
        for alias in _shorter(current, prefixes):
            if alias not in seen and len(stem(alias)) >= (1 if kind(alias) else 3):
                seen.add(alias)
                todo.append(alias)
                yield alias


def _shorter(name: str, places: list[str]) -> Iterator[str]:
    yield from (name.removeprefix(place) for place in places if name.startswith(place))
    yield from (name.removeprefix(prefix) for prefix in ("人民政府", "政府") if name.startswith(prefix))
    yield without_organ(name)
    yield _COMMITTEE_SUFFIX.sub("", name)
    if found := _BRACKET.search(name):
        yield name[: found.start()] + name[found.end() :]
        if kind(found[1]):
            yield found[1]
        if found[1] == "镇":
            yield name[: found.start()] + "镇"
    yield from (part for part in name.split("-")[1:] if kind(part))
