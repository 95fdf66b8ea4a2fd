"""Drafts for `nianbao check`: one without fault, the report of the year before, and five with slips of one kind each.

The unit is real, as its name has to be in the gazetteer; all figures and words are made up.

    python -m tests.support.documents.drafts FOLDER    writes them as DOCX files
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

from archive.extract.layout.grid import Box
from archive.extract.report import forms
from tests.support.documents import generate, renderers
from tests.support.documents.report import Rows
from tests.support.documents.strategies import COLUMNS, RESULTS, Figures, Tables

Blocks = list[str | Rows]
Texts = dict[str, list[str]]

TITLE = "郏县冢头镇人民政府2025年政府信息公开工作年度报告"
_GROUPS = {
    "granted": (3, 1),
    "partly_granted": (1, 0),
    "unavailable_not_held": (1, 1),
    "rejected_petition": (1, 0),
}
"""Outcomes of natural persons and of enterprises."""


def _line(*counts: int) -> dict[str, int]:
    parts = [*counts, *[0] * (len(COLUMNS) - 1 - len(counts))]
    return dict(zip(COLUMNS, [*parts, sum(parts)], strict=True))


def tables() -> Tables:
    """The three tables without fault: nine applications, one of them carried in and one carried out."""
    keys = forms.load("2021").tables["applications"].line_keys
    lines = {key: _line(*_GROUPS.get(key, ())) for key in keys}
    lines |= {"new": _line(6, 2), "carried_in": _line(1), "outcome_total": _line(6, 2), "carried_out": _line(1)}
    return {
        "disclosure": {
            "regulations": {"issued": 0, "repealed": 0, "in_force": 0},
            "normative_documents": {"issued": 2, "repealed": 1, "in_force": 6},
            "licences": 132,
            "penalties": 4,
            "coercive_measures": 0,
            "fees": 0,
        },
        "applications": lines,
        "review": {
            "reconsideration": dict(zip(RESULTS, (1, 0, 0, 0, 1), strict=True)),
            "litigation_direct": dict.fromkeys(RESULTS, 0),
            "litigation_after_reconsideration": dict.fromkeys(RESULTS, 0),
        },
    }


def texts() -> Texts:
    """The words without fault, by section; `opening` and `end` stand around them."""
    return {
        "opening": [
            TITLE,
            "本报告根据《中华人民共和国政府信息公开条例》和国办公开办函〔2021〕30号编制，统计期限为2025年1月1日至2025年12月31日。",
        ],
        "1": [
            "（一）主动公开",
            "2025年，我镇通过县政府网站主动公开政府信息213条，及时更新机构职能和财政信息。",
            "（二）依申请公开",
            "2025年，我镇收到政府信息公开申请8件，上年结转1件，按期办结8件，结转下年度继续办理1件。",
            "（三）监督保障",
            "我镇将政府信息公开纳入年度工作考核，开展社会评议，本年度没有发生责任追究的情形。",
        ],
        "4": [],
        "5": [
            "存在的主要问题：一是公开的内容还不够丰富，二是业务培训不足。",
            "改进情况：一是细化公开目录，二是每季度组织一次培训，不断提高公开质量。",
        ],
        "6": ["本年度没有收取政府信息公开信息处理费。"],
        "end": ["郏县冢头镇人民政府", "2026年1月12日"],
    }


def blocks(tables: Tables, texts: Texts) -> Blocks:
    """A draft of these figures and words."""
    figures = Figures("2021", tables)
    headings = dict(enumerate(renderers.HEADINGS, 1))

    def head(number: int) -> str:
        return f"{'一二三四五六'[number - 1]}、{headings[number]}"

    disclosure = [row for part in renderers.disclosure_rows(figures) for row in part]
    review = [[Box(value) for value in renderers.review_values(figures)]]
    return [
        *texts["opening"],
        head(1),
        *texts["1"],
        head(2),
        _rows(disclosure),
        head(3),
        _rows([*renderers.application_head(), *renderers.application_rows(figures)]),
        head(4),
        _rows([*renderers.review_head(), *review]),
        *texts["4"],
        head(5),
        *texts["5"],
        *((head(6), *texts["6"]) if texts["6"] else ()),
        *texts["end"],
    ]


def _rows(boxes: list[list[Box]]) -> Rows:
    return [[(box.text, box.rows, box.columns) for box in row] for row in boxes]


def without_fault() -> Blocks:
    """A draft of which there is nothing to say."""
    return blocks(tables(), texts())


def year_before() -> Blocks:
    """The report of 2024 of the same unit: it carried three applications out, and had five documents in force."""
    figures, words = tables(), texts()
    figures["applications"] |= {"new": _line(5, 2), "carried_in": _line(4), "carried_out": _line(3)}
    figures["disclosure"]["normative_documents"] = {"issued": 1, "repealed": 0, "in_force": 7}
    figures["review"]["reconsideration"] = dict(zip(RESULTS, (0, 0, 0, 0, 0), strict=True))
    moved = {
        key: [line.replace("2025", "2024").replace("2026", "2025") for line in lines] for key, lines in words.items()
    }
    moved["1"][3] = "2024年，我镇收到政府信息公开申请7件，上年结转4件，按期办结8件，结转下年度继续办理3件。"
    return blocks(figures, moved)


def sums() -> Blocks:
    """Sums that do not hold: of a line, of a column, of the balance, of a block of reviews."""
    figures = tables()
    figures["applications"]["granted"]["total"] = 5
    figures["applications"]["outcome_total"]["enterprise"] = 3
    figures["review"]["reconsideration"]["total"] = 2
    return blocks(figures, texts())


def copied() -> Blocks:
    """Last year's report, with its year left standing here and there, and a neighbour's name."""
    words = texts()
    words["opening"][1] = words["opening"][1].replace("2025", "2024")
    words["1"][1] = "2024年，我乡通过县政府网站主动公开政府信息213条，并组织安良镇开展业务培训。"
    words["5"].append("（文字描述）")
    words["end"][1] = "2025年1月12日"
    return blocks(tables(), words)


def cells() -> Blocks:
    """Cells that are blank, hold dashes, or words beside the number."""
    figures = tables()
    for line in ("granted", "rejected_repeat", "other_other"):
        figures["applications"][line] |= {"research_institution": "", "legal_service_organization": ""}
    figures["disclosure"]["regulations"] = {"issued": "/", "repealed": "/", "in_force": "/"}
    figures["disclosure"]["licences"] = "132件"
    return blocks(figures, texts())


def text_against_table() -> Blocks:
    """A text that says other numbers than the tables, and that all was settled."""
    words = texts()
    words["1"][3] = "2025年，我镇收到政府信息公开申请12件，均已按时办结。"
    words["1"].append("全年发生行政复议3件。")
    words["6"] = []
    return blocks(tables(), words)


def wording() -> Blocks:
    """Slips of the pen: doubled words, half-width marks, torn sentences, gaps in numbers."""
    words = texts()
    words["1"][1] = "2025年,我镇通过县政府网站主动公开政府信息213条，及时及时更新机构职能和财政信息，"
    words["1"][2] = "（三）依申请公开"
    words["1"][4] = "（四）监督保障"
    words["1"][5] = "我镇将政府信息公开纳入年度工作考核，，开展社会评议（详见县政府网站，本年度没有发生责任追究的情形。"
    words["5"][1] = "改进情况：一是细化公开目录，三是每季度组织一次培训，不断提高公开质量，并于2026年2月30日前完成"
    words["6"] = ["本年度没有其他需要报告的事项。"]
    return blocks(tables(), words)


BROKEN: Mapping[str, Callable[[], Blocks]] = {
    "sums": sums,
    "copied": copied,
    "cells": cells,
    "text-against-table": text_against_table,
    "wording": wording,
}
"""The five drafts with slips, by name."""


def docx(draft: Blocks) -> bytes:
    """A draft as a Word file."""
    return generate.docx(draft)


def broken(change: Callable[[Tables, Texts], Any]) -> bytes:
    """The draft without fault, with one change of its figures or words, as a Word file."""
    figures, words = deepcopy(tables()), texts()
    change(figures, words)
    return docx(blocks(figures, words))


def main(folder: Path) -> None:
    """Write all drafts into a folder."""
    for name, make in {"sound": without_fault, "last-year": year_before, **BROKEN}.items():
        (folder / f"{name}.docx").write_bytes(docx(make()))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
