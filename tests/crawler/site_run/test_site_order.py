"""What a site's process is asked to do arrives there as it was meant."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.site_run.worker import SiteOrder
from tests.support.season import night

PLAIN = SiteOrder(Path("/srv/nianbao.toml"), "20260120T023000-abcdef", "langao")


@pytest.mark.parametrize(
    "order",
    [
        PLAIN,
        SiteOrder(PLAIN.config, PLAIN.run, PLAIN.site, night(1, 20)),
        SiteOrder(PLAIN.config, PLAIN.run, PLAIN.site, datetime(2026, 1, 20, 2, 30, 1, 7, tzinfo=UTC)),
        SiteOrder(PLAIN.config, PLAIN.run, PLAIN.site, revisit=True),
        SiteOrder(PLAIN.config, PLAIN.run, PLAIN.site, night(1, 20), revisit=True, requests=6),
    ],
)
def test_an_order_reads_back_from_its_command(order: SiteOrder) -> None:
    assert SiteOrder.read(order.command[3:]) == order


def test_an_order_without_a_bound_leaves_the_spiders_own() -> None:
    assert "NIANBAO_REQUESTS" not in PLAIN.settings
    assert PLAIN.settings["NIANBAO_NOW"] is None
