"""Records each fetch attempt as a capture; answers that arrive together are stored in one transaction."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from scrapy import Request
from scrapy.http import Response

from archive.captures import record
from archive.captures.reasons import Reason
from archive.captures.record import Fetched
from crawler.fetch.exchange import Exchange
from crawler.fetch.landmarks import Landed
from crawler.fetch.response_verdict import Judged
from crawler.fetch.responses import header, header_lines
from crawler.runtime.session import Session
from spiders.walk.errand import Errand, Reply

_LONGEST_DETAIL = 300


class Recorder:
    """The captures of a site run."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._waiting: list[tuple[Fetched, asyncio.Future[str]]] = []
        self._writer: asyncio.Task[None] | None = None

    async def answer(
        self,
        request: Request,
        response: Response,
        judged: Judged,
        landing: Landed | None = None,
        *,
        status: int | None = None,
        digest: bytes | None = None,
        body: bool = True,
    ) -> None:
        """Record an answered attempt, and put the `Reply` on its request.

        `status` is that of the answer where the response shows what a 304 confirmed, whose bytes have the `digest`.
        """
        headers = {
            name.decode("latin-1").lower(): header(response, name.decode("latin-1")) or "" for name in response.headers
        }
        exchange = replace(Exchange.of(request), judged=judged)
        exchange.put_on(request)
        fetched = replace(
            self._fetched(request, judged),
            status=status or response.status,
            body=response.body if body and digest is None else None,
            digest=digest,
            headers=headers,
            pairs=header_lines(response),
        )
        reply = Reply(judged.verdict, await self._write_capture(fetched), landing, exchange.was_list)
        replace(Errand.of(request), reply=reply).put_on(request)

    def failure(self, request: Request, failed: Judged) -> None:
        """Record an attempt that got no answer, and put the `Reply` on its request."""
        capture = record.record(self._session.archive, self._session.site_run, self._fetched(request, failed))
        replace(Errand.of(request), reply=Reply(failed.verdict, capture)).put_on(request)

    async def _write_capture(self, fetched: Fetched) -> str:
        """Store an attempt; returns its capture. Those that arrive during a write are stored together next."""
        done: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._waiting.append((fetched, done))
        if self._writer is None:
            self._writer = asyncio.create_task(self._write_batches())
        return await done

    async def _write_batches(self) -> None:
        archive, site_run = self._session.archive, self._session.site_run
        while self._waiting:
            batch, self._waiting = self._waiting, []
            try:
                stored = await asyncio.to_thread(record.store, archive, [fetched for fetched, _ in batch])
                captures = record.record_all(archive, site_run, stored)
            except Exception as error:  # raised in each waiting request
                for _, done in batch:
                    done.set_exception(error)
            else:
                for (_, done), capture in zip(batch, captures, strict=True):
                    done.set_result(capture)
        self._writer = None

    def _fetched(self, request: Request, judged: Judged) -> Fetched:
        """The record of an attempt without the fields that come from its response."""
        errand, exchange, detail = Errand.of(request), Exchange.of(request), judged.detail
        return Fetched(
            kind="portal" if exchange.part else errand.kind,
            url=request.url,
            fetched_at=self._session.clock.now(),
            verdict=judged.verdict,
            reason=judged.code,
            reason_args=_stored_args(judged.reason) if judged.reason else None,
            detail=detail[:_LONGEST_DETAIL] if detail else None,
            request=_request_record(request, errand, exchange) or None,
            via=errand.via,
            link_title=errand.link.title if errand.link else None,
        )


def _stored_args(reason: Reason) -> str | None:
    """The arguments of a capture's reason as stored; texts are cut like its sentence, as a site may send any."""
    cut = {name: value[:_LONGEST_DETAIL] if isinstance(value, str) else value for name, value in reason.args.items()}
    return replace(reason, args=cut).stored_args


def _request_record(request: Request, errand: Errand, exchange: Exchange) -> dict[str, str]:
    """The details of a request beyond a plain GET: the capture's `request`."""
    details = {}
    if request.method != "GET":
        details = {"method": request.method, "body": request.body.decode("utf-8", "replace")}
    referer = request.headers.get("Referer")
    if referer:
        details["referer"] = referer.decode("latin-1")
    if errand.page_number > 1:
        details["page"] = str(errand.page_number)
    if exchange.showing is not None:
        details |= exchange.showing.request_record()
    if exchange.part:
        details["part"] = exchange.part
    if errand.witness is not None:
        details |= {"for": "witness", "witness": errand.witness}
        details |= {"about": " ".join(errand.about)} if errand.about else {}
    elif exchange.for_proof:
        details["for"] = "proof"
    elif errand.in_doubt:
        details["for"] = "doubt"
    return details
