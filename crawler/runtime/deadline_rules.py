"""The deadline rules of this configuration: the built-in rules and the user's file, checked against sites.toml."""

from __future__ import annotations

from archive.deadlines import rules
from crawler.runtime.config import Config, ConfigError
from crawler.runtime.sites import registry


def rulebook(config: Config) -> rules.Rulebook:
    """All rules, checked. Raises ConfigError with the file, the rule and the remedy."""
    try:
        book = rules.load(config.deadlines.rules)
    except rules.RuleError as error:
        raise ConfigError.like(error) from error
    for site in registry(config):
        if site.deadline.month_day is None and site.deadline.rule != "default":
            try:
                book.named(site.deadline.rule)
            except rules.RuleError as error:
                raise ConfigError("wrong-rule-of-site", path=config.sites, site=site.id, error=error) from error
    return book
