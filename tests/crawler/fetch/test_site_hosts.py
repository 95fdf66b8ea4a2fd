"""A site's further hosts, by their names: not a neighbour's, a clone's, or those of another county of the province."""

import pytest

from crawler.fetch.guard import forbidden
from crawler.fetch.site_hosts import is_own_host

OWN = [
    ("file.langao.gov.cn", "www.langao.gov.cn"),
    ("langao.gov.cn", "www.langao.gov.cn"),
    ("www.langao.gov.cn", "langao.gov.cn"),
    ("upload.xxgk.langao.gov.cn", "www.langao.gov.cn"),
    ("gk.ziyang.gov.cn", "www.ziyang.gov.cn"),
    ("www.taojiang.gov.cn", "jw.taojiang.gov.cn"),
    ("oss.langao.ankang.gov.cn", "www.langao.ankang.gov.cn"),
    ("files.lixin.ah.gov.cn", "lixin.ah.gov.cn"),
    ("img.langao.gov.cn", "www.langao.gov.cn:8080"),
]
STRANGE = [
    ("www.langao-gov.cn", "www.langao.gov.cn"),
    ("langao.gov.cn.evil.com", "www.langao.gov.cn"),
    ("www.langaogov.cn", "www.langao.gov.cn"),
    ("xlangao.gov.cn", "www.langao.gov.cn"),
    ("langao.gov.cn", "www.ziyang.gov.cn"),
    ("www.langao.gov.com.cn", "www.langao.gov.cn"),
    ("langao.org.cn", "www.langao.gov.cn"),
    ("hanyin.ankang.gov.cn", "www.langao.ankang.gov.cn"),
    ("guoyang.ah.gov.cn", "lixin.ah.gov.cn"),
    ("guoyang.ah.gov.cn", "www.ah.gov.cn"),
    ("langao.gov.cn", "gov.cn"),
    ("anything.gov.cn", "www.gov.cn"),
    ("files.example.com", "www.example.com"),
    ("220.163.1.9", "220.163.1.8"),
    ("220.163.1.8", "220.163.1.8:8082"),
    ("evil.com\\.langao.gov.cn", "www.langao.gov.cn"),
    ("", "www.langao.gov.cn"),
    ("..langao.gov.cn", "www.langao.gov.cn"),
]


@pytest.mark.parametrize(("host", "listed"), OWN)
def test_hosts_in_the_domain_of_a_listed_host_belong_to_the_site(host: str, listed: str) -> None:
    assert is_own_host(host, {listed})


@pytest.mark.parametrize(("host", "listed"), STRANGE)
def test_hosts_of_another_owner_do_not_belong_to_the_site(host: str, listed: str) -> None:
    assert not is_own_host(host, {listed})


def test_only_documents_may_come_from_there() -> None:
    listed = frozenset({"www.langao.gov.cn"})
    url = "http://file.langao.gov.cn/2025/nb.pdf"
    assert forbidden(url, listed, private_allowed=False, document=True) is None
    assert "not on the site's list" in str(forbidden(url, listed, private_allowed=False))
    clone = "http://file.langao.gov.cn.evil.com/2025/nb.pdf"
    assert "not on the site's list" in str(forbidden(clone, listed, private_allowed=False, document=True))
