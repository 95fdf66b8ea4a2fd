"""The page on which a draft is checked: a form, and the review of the file that was sent with it.

Off unless it was switched on for the served archive. A file is held in memory while it is read in the confined process,
and nothing of it is stored, logged or cached. Sizes, times and the number of files at a time are limited.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Literal
from weakref import WeakKeyDictionary

from python_multipart import FormParser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header

from archive import messages
from archive.drafts import last_year, review, units
from archive.drafts.reading import DraftReader
from archive.drafts.review import Review
from archive.drafts.words import Language
from archive.extract.sandbox.policy import Policy
from archive.storage.instants import china_day
from archive.web.drafts import draft_page

PATH: Final = "/-/check"
Refusal = Literal["too-large", "no-file", "busy"]
STATUS: Final[dict[Refusal, int]] = {"too-large": 413, "no-file": 400, "busy": 503}
_MEGABYTE: Final = 1024 * 1024
_FORM: Final = 64 * 1024
"""Bytes that a form may have beside its files."""
_WAITING: Final = 8
"""Drafts that may wait for the one that is read; the next is refused."""
_UPLOAD_SECONDS: Final = 120.0
_FILES: Final = 2

Receive = Callable[[], Awaitable[dict[str, Any]]]


class RefusedError(Exception):
    """A form that is not read, and why."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why)
        self.why: Refusal = why


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of a form: its name and its bytes."""

    name: str
    data: bytes


class DraftDesk:
    """Reads one draft after the other, each in the confined process. Close it."""

    def __init__(self, policy: Policy, megabytes: int) -> None:
        self.megabytes = megabytes
        self._policy = policy
        self._reader: DraftReader | None = None
        self._turn = asyncio.Lock()
        self._waiting = 0

    async def review(self, archive: Path, form: Mapping[str, Upload]) -> Review:
        """The review of the form's draft, beside last year's report or the archive's. Raises RefusedError."""
        if not (draft := form.get("draft")) or not draft.data:
            raise RefusedError("no-file")
        if self._waiting >= _WAITING:
            raise RefusedError("busy")
        self._waiting += 1
        try:
            async with self._turn:
                return await asyncio.to_thread(self._review, archive, draft, form.get("last_year"))
        finally:
            self._waiting -= 1

    def _review(self, archive: Path, upload: Upload, before: Upload | None) -> Review:
        today = china_day(datetime.now(UTC))
        if self._reader is None:  # started with the first draft
            self._reader = DraftReader(self._policy)
        draft = self._reader.read(upload.data, name=upload.name, today=today)
        previous = last_year.from_archive(archive, draft)
        if before is not None and before.data:
            previous = self._reader.read(before.data, name=before.name, today=today).report
        return review.of(replace(draft, previous=previous, units=units.from_archive(archive, draft)))

    def close(self) -> None:
        """End the process that reads."""
        if self._reader is not None:
            self._reader.close()


_DESKS: WeakKeyDictionary[Any, DraftDesk] = WeakKeyDictionary()


def switch_on(datasette: Any, policy: Policy, megabytes: int) -> DraftDesk:
    """Have a served archive check drafts."""
    _DESKS[datasette] = DraftDesk(policy, megabytes)
    return _DESKS[datasette]


def desk(datasette: Any) -> DraftDesk | None:
    """Who checks drafts for a served archive; None where nobody does."""
    return _DESKS.get(datasette)


async def received(headers: Mapping[str, str], receive: Receive, megabytes: int) -> dict[str, Upload]:
    """The files of a form by the names of their fields, read into memory. Raises RefusedError."""
    most = megabytes * _MEGABYTE * _FILES + _FORM
    length = headers.get("content-length", "")
    if length.isdigit() and int(length) > most:
        raise RefusedError("too-large")
    try:
        async with asyncio.timeout(_UPLOAD_SECONDS):
            files = await _parsed(headers.get("content-type", ""), receive, most)
    except (FormParserError, TimeoutError) as error:
        raise RefusedError("no-file") from error
    if any(len(upload.data) > megabytes * _MEGABYTE for upload in files.values()):
        raise RefusedError("too-large")
    return files


async def _parsed(content_type: str, receive: Receive, most: int) -> dict[str, Upload]:
    kind, parameters = parse_options_header(content_type)
    if kind != b"multipart/form-data":
        raise RefusedError("no-file")
    files: dict[str, Upload] = {}

    def keep(file: Any) -> None:
        file.file_object.seek(0)
        name = (file.file_name or b"").decode("utf-8", "replace")
        files[(file.field_name or b"").decode("utf-8", "replace")] = Upload(name, file.file_object.read())

    in_memory = {"MAX_MEMORY_FILE_SIZE": most + 1, "MAX_BODY_SIZE": most}
    parser = FormParser("multipart/form-data", None, keep, boundary=parameters.get(b"boundary"), config=in_memory)
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            raise RefusedError("no-file")
        size += len(message.get("body", b""))
        if size > most:
            raise RefusedError("too-large")
        parser.write(message.get("body", b""))
        more = bool(message.get("more_body"))
    parser.finalize()
    return files


def content(
    lang: Language, megabytes: int, reviewed: tuple[Review, str] | None = None, refusal: Refusal | None = None
) -> dict[str, object]:
    """What the page shows: the form, and the review of a draft with its name, or why there is none."""
    keys = ("lead", "kept", "draft", "previous", "button", "again")
    page = draft_page.content(*reviewed, lang) if reviewed else {}
    return {
        "title": messages.text("draft-page-title", lang),
        **page,
        "lang": "zh-CN" if lang == "zh" else "en",
        "form": {key: _text(f"draft-web-{key}", lang, megabytes) for key in keys},
        "refusal": _text(f"draft-web-{refusal}", lang, megabytes) if refusal else "",
        "reviewed": bool(reviewed),
    }


def _text(code: str, lang: Language, megabytes: int) -> str:
    return messages.text(code, lang, megabytes=megabytes)
