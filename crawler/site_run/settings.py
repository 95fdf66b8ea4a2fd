"""Scrapy's settings, as measured in docs/design.md; `scrapy list`, `crawl` and `shell` find them by scrapy.cfg."""

from scrapy.settings import default_settings

from crawler.runtime.config import Config, ConfigError, load, locate


def _configured() -> Config | None:
    """The configuration of Scrapy's own commands; None where it cannot be used, which commands that fetch report."""
    try:
        return load(locate(None))
    except ConfigError:
        return None


BOT_NAME = "nianbao"
SPIDER_MODULES = ["spiders"]
COMMANDS_MODULE = "crawler.cli.scrapy_commands"

NIANBAO_CONFIG = str(locate(None))
NIANBAO_IDENTIFY = "crawler.site_run.identify.link"
NIANBAO_TOWNSHIPS = "crawler.site_run.identify.townships"
NIANBAO_DECIDES = "crawler.runtime.session.decides"
NIANBAO_AWAITED = "crawler.runtime.session.awaited"
NIANBAO_LOAD_SITES = "crawler.runtime.sites.load"

_config = _configured()
NIANBAO_SITES = str(_config.sites) if _config else "sites.toml"
USER_AGENT = _config.user_agent if _config and _config.contact else "nianbao"
DOWNLOAD_DELAY = _config.politeness.delay if _config else 3.0

# A pipeline of a single stage needs no hundred tasks for each response: 1.5 times the pages a second.
CONCURRENT_ITEMS = 1
CONCURRENT_REQUESTS_PER_DOMAIN = 1
# Scrapy would read and parse the source of a callback for every third response or so, to warn who develops it.
WARN_ON_GENERATOR_RETURN_VALUE = False
DOWNLOAD_DELAY_JITTER = 0.25
AUTOTHROTTLE_ENABLED = False
DOWNLOAD_TIMEOUT = 60
DOWNLOAD_MAXSIZE = 64 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOAD_FAIL_ON_DATALOSS = True
REDIRECT_MAX_TIMES = 5
RETRY_TIMES = 2
RETRY_GIVE_UP_LOG_LEVEL = "INFO"  # crawler.fetch.retries decides what is retried
HTTPERROR_ALLOW_ALL = True
COOKIES_ENABLED = False  # crawler.fetch.cookies keeps them
TWISTED_DNS_RESOLVER = "crawler.fetch.guard.GuardedResolver"

# robots.txt is obeyed by our own middleware, which fails closed (RFC 9309, 2.3.1.4).
ROBOTSTXT_OBEY = False


def _without(components: dict[str, int], *names: str) -> dict[str, int]:
    """Scrapy's components but for some: one that is set to None is imported all the same."""
    return {name: place for name, place in components.items() if name.rpartition(".")[2] not in names}


# Two open a port that executes Python, by a web server and an SSH server: a fifth of a second of each site's process.
EXTENSIONS_BASE = _without(default_settings.EXTENSIONS_BASE, "RemoteControl", "TelnetConsole", "LogStats")
REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False

DOWNLOAD_HANDLERS = {"http": "crawler.fetch.transport.Transport", "https": "crawler.fetch.transport.Transport"}
# The transport unpacks what is compressed, and the others have a middleware of this project in their place. That of
# cookies brings a client for HTTP to fetch the list of public suffixes with.
DOWNLOADER_MIDDLEWARES_BASE = _without(
    default_settings.DOWNLOADER_MIDDLEWARES_BASE,
    *("OffsiteMiddleware", "RobotsTxtMiddleware", "RetryMiddleware", "HttpCompressionMiddleware"),
    *("RedirectMiddleware", "CookiesMiddleware", "HttpCacheMiddleware"),
)
DOWNLOADER_MIDDLEWARES = {
    "crawler.fetch.guard.GuardMiddleware": 50,
    "crawler.fetch.robots_and_pace.RobotsMiddleware": 100,
    "crawler.fetch.retry_middleware.SiteRetryMiddleware": 550,
    "crawler.fetch.redirects.SiteRedirectMiddleware": 600,
    "crawler.browser.middleware.BrowserMiddleware": 640,
    "crawler.fetch.cookies.CookieMiddleware": 700,
    "crawler.fetch.ledger.LedgerMiddleware": 900,
    "crawler.fetch.robots_and_pace.PaceMiddleware": 960,
}
ITEM_PIPELINES = {"crawler.site_run.pipeline.ArchivePipeline": 100}
EXTENSIONS = {
    "crawler.site_run.unlisted_pages.UnlistedPages": 100,
    "crawler.site_run.second_witnesses.AskSecondWitnesses": 200,
}
STATS_DUMP = False
WARN_ON_GENERATOR_RETURN_VALUE = False  # reads the source of a callback at every response
LOG_LEVEL = "WARNING"
LOG_SHORT_NAMES = True
