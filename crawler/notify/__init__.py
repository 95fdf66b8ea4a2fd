"""Alerts in words, for mail, chat and programs.

`entries` reads alerts out of the archive, `digest` folds those of a county, `wording` gives each its sentence,
`message` lays them out by the templates. What sends them (`channel`, `mail`, `senders`, `sending`, `outbox`) has no
importer here.
"""
