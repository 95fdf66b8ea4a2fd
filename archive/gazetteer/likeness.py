"""Similarity of two names: one character apart, and whether people easily mistake that character for the other."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

# Groups of characters that look or sound alike and occur in place names.
_CONFUSABLE = (
    "郏郑邺 干于千 沐沭 末未 己已巳 日曰 土士 尧窑饶 冢家塚 大太犬 人入八 天夫无 午牛 王玉主 "
    "乌鸟 子孑 西酉 甲由申田 刀力 今令 代伐 庄压 宫官 侯候 赢嬴 睢雎 荣荥莱 洋详 州洲 "
    "坪平评 岭领 沟勾 埠阜 堡铺 泉全 塘糖唐 桥乔侨 湾弯 河何 坡波 峰锋 岗冈崗 浦铺蒲 渡度 "
    "涧间 梁粱 潭谭 店点 关官 江讧 羊洋 阳旸 兰蓝 园圆元 源原 宝保 荫阴 埔浦 垌洞峒 坝坎 "
    "崖岸 溪奚 屏瓶 丰峰 龙垄 鱼渔 苍仓 青清 名明 东车 冶治 汨汩 晏宴 畲佘 亳毫 祁祈 盱旰 "
    "榆渝俞 "
)


# Groups of characters that distinguish neighbouring places: replacing one names another place, it is no misprint.
_CONTRASTING = "东西南北中 上中下 大小 前中后 左右 内外里 新老旧 高低 头尾 一二三四五六七八九十 甲乙丙丁"


@cache
def _confusable_characters() -> dict[str, frozenset[str]]:
    table: defaultdict[str, set[str]] = defaultdict(set)
    for group in "".join(_CONFUSABLE).split():
        for letter in group:
            table[letter] |= set(group) - {letter}
    return {letter: frozenset(similar) for letter, similar in table.items()}


def confusable_names(name: str) -> set[str]:
    """All names that differ from this one in a single, easily mistaken character."""
    table = _confusable_characters()
    return {name[:at] + similar + name[at + 1 :] for at, letter in enumerate(name) for similar in table.get(letter, ())}


def is_confusable(first: str, second: str) -> bool:
    """Whether two names differ in a single, easily mistaken character."""
    return first in confusable_names(second)


def _contrast(first: str, second: str) -> bool:
    differing = [pair for pair in zip(first, second, strict=False) if pair[0] != pair[1]]
    if len(first) != len(second) or len(differing) != 1:
        return False
    return any(differing[0][0] in group and differing[0][1] in group for group in _CONTRASTING.split())


def is_one_edit_apart(first: str, second: str) -> bool:
    """Whether two names are one edit apart: a character replaced, added or left out, or two neighbours exchanged.

    Names that differ only in a direction, size or number name different places and are not.
    """
    if first == second or abs(len(first) - len(second)) > 1 or _contrast(first, second):
        return False
    head = next(
        (at for at, pair in enumerate(zip(first, second, strict=False)) if pair[0] != pair[1]),
        min(len(first), len(second)),
    )
    left, right = first[head:], second[head:]
    if len(left) == len(right):
        return left[1:] == right[1:] or (left[:2] == right[1::-1] and left[2:] == right[2:])
    return left[1:] == right if len(left) > len(right) else left == right[1:]
