"""Which hosts belong to a site beside those that its row names: a county's own hosts, told by their names. Pure.

Knows how the names of Chinese governments are built (`<name>.gov.cn`, provinces among them). Follows no link and asks
no name server; says nothing of who answers under a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

GOVERNMENT = ".gov.cn"
PROVINCES = frozenset((
    "ah", "bj", "cq", "fj", "gansu", "gd", "gs", "guizhou", "gx", "gxzf", "gz", "gzhb", "ha", "hainan", "hb",
    "he", "hebei", "hen", "henan", "hi", "hl", "hlj", "hn", "hubei", "hunan", "jiangsu", "jiangxi", "jilin", "jl",
    "js", "jx", "liaoning", "ln", "nm", "nmg", "nx", "qh", "sc", "sd", "sh", "shaanxi", "shandong", "shanghai",
    "shanxi", "sn", "sx", "tj", "xinjiang", "xj", "xizang", "xz", "yn", "zhejiang", "zj",
))  # fmt: skip
"""Names right under `.gov.cn` that are a province's: what hangs below one has many owners."""

_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")


def own(host: str, listed: Iterable[str]) -> bool:
    """Whether a host is a site's own though its row does not name it: a name under the domain of a host that it names.

    `www.langao.gov.cn` vouches for `file.langao.gov.cn` and for `langao.gov.cn`; a province's domain vouches for
    nobody, nor does an address of numbers or a name outside of `.gov.cn`, which anyone can register a neighbour of.
    Hosts are lower-case names; those of `listed` may carry a port.
    """
    if not all(_LABEL.fullmatch(label) for label in host.split(".")):
        return False
    domains = {domain for name in listed if (domain := _domain(name.partition(":")[0]))}
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


def _domain(host: str) -> str | None:
    """The government's domain that a listed host stands in: the host less its first label, or itself."""
    if not host.endswith(GOVERNMENT):
        return None
    labels = host.removesuffix(GOVERNMENT).split(".")
    if len(labels) > 1 and not _is_province(labels[1:]):
        labels = labels[1:]
    return None if _is_province(labels) else ".".join(labels) + GOVERNMENT


def _is_province(labels: list[str]) -> bool:
    return len(labels) == 1 and labels[0] in PROVINCES
