"""Where we may connect to."""

import pytest

from archive.captures.reasons import CaptureReason, because
from crawler.fetch.guard import forbidden, is_private

HOSTS = frozenset({"www.example.gov.cn", "127.0.0.1", "127.0.0.1:8080"})


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://www.example.gov.cn/a", None),
        ("https://mirror.example.com/a", "not on the site's list"),
        ("https://www.example.gov.cn.evil.com/", "not on the site's list"),
        ("https://www.example.gov.cn@evil.com/", "a user's name or a password"),
        ("ftp://www.example.gov.cn/a", "not http or https"),
        ("file:///etc/passwd", "not http or https"),
        ("http://127.0.0.1/", "private address"),
    ],
)
def test_only_the_sites_own_hosts(url: str, reason: str | None) -> None:
    said = forbidden(url, HOSTS, private_allowed=False)
    assert said is None if reason is None else reason in str(said)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://www.langao.gov.cn:8080/a", None),
        ("http://WWW.langao.gov.cn:8080/a", None),
        ("http://www.langao.gov.cn:8081/a", CaptureReason.HOST_NOT_LISTED),
        ("http://www.langao.gov.cn/a", CaptureReason.HOST_NOT_LISTED),
        ("http:///a", CaptureReason.HOST_NOT_LISTED),
        ("//www.langao.gov.cn:8080/a", CaptureReason.SCHEME_REFUSED),
    ],
)
def test_a_row_may_name_a_host_with_one_port(url: str, reason: CaptureReason | None) -> None:
    refused = forbidden(url, frozenset({"www.langao.gov.cn:8080"}), private_allowed=False)
    assert (refused.code if refused else None) == reason


@pytest.mark.parametrize(("document", "reason"), [(True, None), (False, CaptureReason.HOST_NOT_LISTED)])
def test_only_a_document_may_come_from_a_host_that_is_the_sites_by_its_name(
    document: bool, reason: CaptureReason | None
) -> None:
    refused = forbidden("http://file.langao.gov.cn/a.pdf", frozenset({"www.langao.gov.cn"}), False, document=document)
    assert (refused.code if refused else None) == reason


def test_a_document_of_another_site_is_refused() -> None:
    refused = forbidden("http://www.hanbin.gov.cn/a.pdf", frozenset({"www.langao.gov.cn"}), False, document=True)
    assert refused == because(CaptureReason.HOST_NOT_LISTED, host="www.hanbin.gov.cn")


def test_a_listed_host_in_a_private_network_is_named() -> None:
    refused = forbidden("http://10.0.0.1:81/", frozenset({"10.0.0.1"}), private_allowed=False)
    assert refused == because(CaptureReason.PRIVATE_ADDRESS, host="10.0.0.1")


def test_private_addresses_where_the_row_allows_them() -> None:
    assert forbidden("http://127.0.0.1:8080/", HOSTS, private_allowed=True) is None


@pytest.mark.parametrize(
    "host", ["10.0.0.1", "192.168.1.1", "127.0.0.1", "169.254.169.254", "::1", "[fd00::1]", "0.0.0.0"]
)
def test_private_networks(host: str) -> None:
    assert is_private(host)


@pytest.mark.parametrize("host", ["8.8.8.8", "www.example.gov.cn", "2001:4860:4860::8888"])
def test_the_public_internet(host: str) -> None:
    assert not is_private(host)


@pytest.mark.parametrize(
    ("host", "is_refused"),
    [
        ("224.0.1.1", True),  # multicast, which is global by its registry
        ("ff0e::1", True),
        ("240.0.0.1", True),  # reserved
        ("4000::1", True),  # reserved, and global by its registry
        ("100.64.0.1", True),  # shared address space of providers (RFC 6598)
        ("198.18.0.1", True),  # benchmarks (RFC 2544)
        ("2001:db8::1", True),  # documentation (RFC 3849)
        ("fe80::1", True),
        ("fec0::1", True),  # site-local (RFC 3879)
        ("feff::1", True),
        ("192.88.99.1", True),  # a relay of 6to4 (RFC 7526)
        ("192.0.0.8", True),  # the dummy address (RFC 7600)
        ("3fff::1", True),  # documentation (RFC 9637)
        ("192.88.98.1", False),
        ("::ffff:127.0.0.1", True),  # IPv4 in IPv6, mapped
        ("2002:7f00:1::", True),  # 127.0.0.1 by 6to4
        ("64:ff9b::7f00:1", True),  # 127.0.0.1 by NAT64
        ("2001:0:808:808:8000:63bf:80ff:fffe", True),  # 127.0.0.1 by Teredo, whose server is 8.8.8.8
        ("::ffff:8.8.8.8", False),
        ("2002:808:808::", False),
        ("64:ff9b::808:808", False),
        ("fe80::1%eth0", True),  # an interface of this machine
        ("2400:3200::1%eth0", False),
        ("[64:ff9b::7f00:1]", True),
        ("64:ff9c::7f00:1", True),  # beside the prefix of NAT64: not assigned
        ("127.1", True),
        ("0x7f000001", True),
        ("2130706433", True),
        ("1.1.1.1", False),
    ],
)
def test_every_kind_of_address_outside_the_public_internet(host: str, is_refused: bool) -> None:
    assert is_private(host) is is_refused
