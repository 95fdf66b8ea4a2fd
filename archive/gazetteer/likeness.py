"""How near two names are: one character away, and whether that character is one that people mistake for the other."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

# Groups of characters that are written or sound alike and occur in place names.
_ALIKE = (
    "郏郑邺 干于千 沐沭 末未 己已巳 日曰 土士 尧窑饶 冢家塚 大太犬 人入八 天夫无 午牛 王玉主 "
    "乌鸟 子孑 西酉 甲由申田 刀力 今令 代伐 庄压 宫官 侯候 赢嬴 睢雎 荣荥莱 洋详 州洲 "
    "坪平评 岭领 沟勾 埠阜 堡铺 泉全 塘糖唐 桥乔侨 湾弯 河何 坡波 峰锋 岗冈崗 浦铺蒲 渡度 "
    "涧间 梁粱 潭谭 店点 关官 江讧 羊洋 阳旸 兰蓝 园圆元 源原 宝保 荫阴 埔浦 垌洞峒 坝坎 "
    "崖岸 溪奚 屏瓶 丰峰 龙垄 鱼渔 苍仓 青清 名明 东车 冶治 汨汩 晏宴 畲佘 亳毫 祁祈 盱旰 "
    "榆渝俞 "
)


# Characters that tell neighbours apart: one in the place of another is another place and no misprint.
_OPPOSED = "东西南北中 上中下 大小 前中后 左右 内外里 新老旧 高低 头尾 一二三四五六七八九十 甲乙丙丁"


@cache
def _alike() -> dict[str, frozenset[str]]:
    table: defaultdict[str, set[str]] = defaultdict(set)
    for group in "".join(_ALIKE).split():
        for letter in group:
            table[letter] |= set(group) - {letter}
    return {letter: frozenset(others) for letter, others in table.items()}


def lookalikes(name: str) -> set[str]:
    """The names that come of putting one easily mistaken character in the place of another."""
    table = _alike()
    return {name[:at] + other + name[at + 1 :] for at, letter in enumerate(name) for other in table.get(letter, ())}


def alike(one: str, other: str) -> bool:
    """Whether the names differ in one character, and that is easily mistaken."""
    return one in lookalikes(other)


def _opposed(one: str, other: str) -> bool:
    differing = [pair for pair in zip(one, other, strict=False) if pair[0] != pair[1]]
    if len(one) != len(other) or len(differing) != 1:
        return False
    return any(differing[0][0] in group and differing[0][1] in group for group in _OPPOSED.split())


def near(one: str, other: str) -> bool:
    """Whether one character replaced, added, left out, or two neighbours exchanged, makes one name the other.

    Names that differ in a word for a direction, size or number only are as far from each other as any.
    """
    if one == other or abs(len(one) - len(other)) > 1 or _opposed(one, other):
        return False
    head = next(
        (at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), min(len(one), len(other))
    )
    left, right = one[head:], other[head:]
    if len(left) == len(right):
        return left[1:] == right[1:] or (left[:2] == right[1::-1] and left[2:] == right[2:])
    return left[1:] == right if len(left) > len(right) else left == right[1:]
