"""Drafts: what a careful colleague would say of an annual report before it is published (自查).

A draft is read by the same confined reader as every archived document (`reading`) and judged in two ways: by the
consistency rules that archived reports obey (`consistency`), and by rules that are for writers only (`rules`), such as
half-width punctuation. Both give `Remark` values; `review` puts them in order, `words` makes their sentences from the
message catalogue, `terminal` and `annotated` show them (and `archive.web.drafts.draft_page`), `blank_form` writes the
empty form.

Nothing of a draft is stored, and no remark is a finding of the archive: no archived report is blamed for its style.

    with DraftReader(Policy()) as reader:
        draft = reader.read(data, name="report.docx", today=today)
    remarks = review.of(draft)
"""
