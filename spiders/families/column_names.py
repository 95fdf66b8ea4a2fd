"""How columns of annual reports are named, and whether a page is one by the names of its column and its place."""

from __future__ import annotations

import re

from spiders.families.articles import meta
from spiders.pages.links import collapse_whitespace
from spiders.pages.page import Page

REPORTS = re.compile(r"(?:信息|政务)公开.{0,4}(?:年度?报|年度工作报)|公开年报|公开年度报告")
"""Names of annual reports on open information, in titles and in columns."""
OFF_TOPIC = re.compile(
    r"指南|制度|目录|依申请|意见箱|解读|图解|办法|规定|条例|征集|举报|监督|领导|机构职能|年鉴|预算|决算|财政|法治政府"
    r"|网站.{0,6}年|政府工作报告|统计|登录|注册|首页|English|无障碍|招聘|采购|收费|处罚|许可"
)
"""Names of columns and reports of something else."""

_CRUMBS = "[class*=crumb], [class*=position], [class*=location], [class*=dqwz], [class*=weizhi], #position, #crumb"


def named_after_reports(page: Page) -> str | None:
    """The name of a page's column or its place, where that is annual reports; None for any other page."""
    names = (meta(page, "ColumnName"), *_page_names(page))
    return next((text for text in names if text and REPORTS.search(text) and not OFF_TOPIC.search(text)), None)


def _page_names(page: Page) -> list[str]:
    """The window's title up to the site's name, and the last two breadcrumbs."""
    window = page.tree.css_first("title")
    names = [re.split(r"[-_|–—]", collapse_whitespace(window.text()))[0]] if window else []
    for node in page.tree.css(_CRUMBS):
        trail = [
            part for part in re.split(r"[>＞»/›]+|&gt;", collapse_whitespace(node.text(deep=True))) if part.strip()
        ]
        names += trail[-2:]
    return [name for name in names if len(name) < 40]
