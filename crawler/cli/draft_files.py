"""Drafts on disk for `nianbao check`: read in one confined process, with last year's report beside them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Self

from archive import messages
from archive.drafts.annotated import Mark
from archive.drafts.draft import Draft
from archive.drafts.reading import DraftReader
from archive.extract.layout.document import Unreadable
from archive.messages.coded import of_system
from archive.storage.instants import china_day
from crawler.cli.errors import UsageError
from crawler.cli.options import Program
from crawler.runtime import files
from crawler.runtime.clock import Clock
from crawler.runtime.config import Limits, load, locate
from crawler.site_run.reading_policy import policy

if TYPE_CHECKING:
    from archive.drafts.review import Review
    from archive.drafts.words import Language


class Drafts:
    """The drafts of one call. `last_year` is the report of the year before; without it, the archive's is taken.

    Use it as a context manager. The program has one thread and has opened nothing but the configuration, so the
    process that reads is forked from it. While that process reads, this one loads what judges and words the draft.
    """

    def __init__(
        self, program: Program, clock: Clock, lang: Language, *, county: str | None, last_year: Path | None
    ) -> None:
        self._lang = lang
        path = locate(program.config)
        config = load(path) if path.exists() else None
        self._archive = config.archive if config else None
        self._county = county
        self._today = china_day(clock.now())
        self._reader = DraftReader(policy(config.limits if config else Limits()), start="fork")
        self._reader.start()
        self._thread = ThreadPoolExecutor(1)
        self._previous = self._read(last_year) if last_year else None

    def review(self, file: Path) -> Review:
        """What there is to say of a draft."""
        reading = self._thread.submit(self._read, file)
        from archive.drafts import last_year, review, units

        messages.text("draft-clean", self._lang)
        draft = reading.result()
        previous = self._previous.report if self._previous else None
        if previous is None and self._archive is not None:
            previous = last_year.from_archive(self._archive, draft)
        of_units = units.from_archive(self._archive, draft) if self._archive is not None else ()
        return review.of(replace(draft, previous=previous, units=of_units))

    def annotated(self, file: Path, review: Review) -> bytes:
        """The draft with its remarks as comments. Raises UsageError where it is no DOCX."""
        author = messages.text("draft-comment-author", self._lang)
        marked = self._reader.mark(file.read_bytes(), list(marks(review, self._lang)), author)
        if isinstance(marked, Unreadable):
            raise UsageError("draft-not-docx", file=file)
        return marked

    def _read(self, file: Path) -> Draft:
        try:
            data = files.read(file)
        except OSError as error:
            raise UsageError("wrong-unreadable-file", file=file, error=of_system(error)) from error
        return self._reader.read(data, name=file.name, today=self._today, county=self._county)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.shutdown()
        self._reader.close()


def marks(review: Review, lang: Language) -> list[Mark]:
    """The remarks as comments for a DOCX."""
    from archive.drafts import words

    positions = review.draft.positions
    return [
        Mark(
            f"{number}. {words.remedy(remark, lang)}\n{words.reason(remark, lang)}",
            str(remark.weight),
            tuple(positions[cell] for cell in remark.place.cells if cell in positions),
            remark.place.quotes,
        )
        for number, remark in enumerate(review.remarks, 1)
    ]
