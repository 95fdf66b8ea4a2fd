"""Which hosts belong to a site besides those that its row names: a county's further hosts, by their names. Pure.

Knows how the domain names of Chinese governments are built (`<name>.gov.cn`, provinces among them). Follows no link,
resolves no name, and does not know who answers under a name.
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
"""Names directly below `.gov.cn` that are a province's: the domains below a province have many owners."""

_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")


def is_own_host(host: str, listed: Iterable[str]) -> bool:
    """Whether a host belongs to a site though its row does not name it: it is in the domain of a host that it names.

    `www.langao.gov.cn` admits `file.langao.gov.cn` and `langao.gov.cn`; a province's domain admits no host, nor does
    an IP address or a name outside of `.gov.cn`, next to which anyone can register a name.
    Hosts are lower-case names; those of `listed` may carry a port.
    """
    if not all(_LABEL.fullmatch(label) for label in host.split(".")):
        return False
    domains = {domain for name in listed if (domain := _domain(name.partition(":")[0]))}
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


def _domain(host: str) -> str | None:
    """The government's domain of a listed host: the host without its first label, or itself; None if it has none."""
    if not host.endswith(GOVERNMENT):
        return None
    labels = host.removesuffix(GOVERNMENT).split(".")
    if len(labels) > 1 and not _is_province(labels[1:]):
        labels = labels[1:]
    return None if _is_province(labels) else ".".join(labels) + GOVERNMENT


def _is_province(labels: list[str]) -> bool:
    return len(labels) == 1 and labels[0] in PROVINCES
