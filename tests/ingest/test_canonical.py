"""One address for one page: rule by rule, and what must stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest.canonical import article_address, canonical_address, is_front_page
from articles.models.keys import address_key, title_key

ARABIC = "%D8%AE%D8%A8%D8%B1"

SAME = {
    "spaces around": ("  https://a.example/n/5\n", "https://a.example/n/5"),
    "a line end within": ("https://a.example/n/\n5", "https://a.example/n/5"),
    "bidi controls": ("\u200fhttps://a.example/n/5\u200e", "https://a.example/n/5"),
    "escaped ampersand": ("https://a.example/n?a=1&amp;b=2", "https://a.example/n?a=1&b=2"),
    "no scheme": ("www.a.example/n/5", "https://www.a.example/n/5"),
    "no scheme of its own": ("//a.example/n/5", "https://a.example/n/5"),
    "host in capitals": ("HTTPS://News.Example/Story", "https://news.example/Story"),
    "final dot of the host": ("https://a.example./n/5", "https://a.example/n/5"),
    "default port": ("http://a.example:80/n/5", "http://a.example/n/5"),
    "credentials": ("https://user:secret@a.example/n/5", "https://a.example/n/5"),
    "arabic host": ("https://مثال.إختبار/5", "https://xn--mgbh0fb.xn--kgbechtv/5"),
    "no path": ("https://a.example", "https://a.example/"),
    "amp cache": (
        "https://www-a-example.cdn.ampproject.org/c/s/www.a.example/n/5",
        "https://www.a.example/n/5",
    ),
    "google amp": ("https://www.google.com/amp/s/a.example/n/5/amp", "https://a.example/n/5"),
    "google url": (
        "https://www.google.com/url?sa=t&url=https%3A%2F%2Fa.example%2Fn%3Fid%3D5&usg=x",
        "https://a.example/n?id=5",
    ),
    "facebook link": (
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fa.example%2Fn%2F5&h=x",
        "https://a.example/n/5",
    ),
    "google's cache": (
        "https://webcache.googleusercontent.com/search?q=cache:Qx7:https://a.example/n/5&hl=ar",
        "https://a.example/n/5",
    ),
    "wayback machine": (
        "https://web.archive.org/web/20180608112600id_/http://a.example/n/5",
        "http://a.example/n/5",
    ),
    "mobile host": ("https://m.a.example/n/5", "https://a.example/n/5"),
    "mobile label within": ("https://ar.m.wiki.example/n/5", "https://ar.wiki.example/n/5"),
    "amp host": ("https://amp.a.com.eg/n/5", "https://a.com.eg/n/5"),
    "dot segments": ("https://a.example/x/../n/./5", "https://a.example/n/5"),
    "amp at the end": ("https://a.example/n/5/amp/", "https://a.example/n/5/"),
    "amp at the start": ("https://a.example/amp/n/5", "https://a.example/n/5"),
    "amp before the ending": ("https://a.example/n/5.amp.html", "https://a.example/n/5.html"),
    "amp as ending": ("https://a.example/n/5.amp", "https://a.example/n/5"),
    "amp as parameter": ("https://a.example/n/5?outputType=amp&amp=1", "https://a.example/n/5"),
    "session in the path": ("https://a.example/n.jsp;jsessionid=AB12?id=5", "https://a.example/n.jsp?id=5"),
    "session as parameter": ("https://a.example/n?PHPSESSID=ab12&id=5", "https://a.example/n?id=5"),
    "raw arabic": ("https://a.example/خبر", f"https://a.example/{ARABIC}"),
    "escapes in small letters": (f"https://a.example/{ARABIC.lower()}", f"https://a.example/{ARABIC}"),
    "needless escapes": ("https://a.example/%6Eews%2D5", "https://a.example/news-5"),
    "a stray percent sign": ("https://a.example/100%", "https://a.example/100%25"),
    "space in the path": ("https://a.example/a b", "https://a.example/a%20b"),
    "campaign": ("https://a.example/n?utm_source=x&id=5&fbclid=y&at_medium=z", "https://a.example/n?id=5"),
    "campaign in capitals": ("https://a.example/n?UTM_Source=x", "https://a.example/n"),
    "where the reader is from": (
        "https://a.example/n?id=5&ref=homepage&from=rss",
        "https://a.example/n?id=5",
    ),
    "print version": ("https://a.example/n?id=5&print=1", "https://a.example/n?id=5"),
    "blogger's mobile page": ("https://a.example/2018/06/n.html?m=1", "https://a.example/2018/06/n.html"),
    "empty query": ("https://a.example/n?", "https://a.example/n"),
    "fragment": ("https://a.example/n/5#comments", "https://a.example/n/5"),
}
UNTOUCHED = {
    "identifier": "https://a.example/?p=5",
    "identifiers in their order": "https://a.example/n?id=5&cat=2",
    "reference that is an identifier": "https://a.example/n?ref=20180608",
    "page of a list": "https://a.example/n?from=20&page=2",
    "month": "https://a.example/?m=201806",
    "route": "https://a.example/#!/news/5",
    "www": "https://www.a.example/n/5",
    "plain http": "http://a.example/n/5",
    "slash at the end": "https://a.example/n/5/",
    "another port": "https://a.example:8443/n/5",
    "nothing but amp": "https://a.example/amp",
    "a word with amp": "https://a.example/champ/amplifier",
    "domain that is m": "https://m.com/n/5",
    "domain that is m below a country": "https://m.com.eg/n/5",
    "encoded slash": "https://a.example/a%2Fb",
    "windows-1256 in the path": "https://a.example/%CE%C8%D1",
    "number for a host": "http://127.0.0.1:8000/n/5",
    "ipv6": "http://[2001:db8::1]/n/5",
    "google without a target": "https://www.google.com/url?q=words",
}
NO_ADDRESS = {
    "nothing": "",
    "words": "خبر عاجل",
    "relative": "/n/5",
    "a file": "index.html",
    "a file in a directory": "news.php/5",
    "two words": "a.example/n 5",
    "mail": "mailto:a@a.example",
    "script": "javascript:alert(1)",
    "data": "data:text/html,x",
    "no host": "https:///n/5",
    "bad host": "https://a_b c.example/",
    "bad port": "https://a.example:port/",
    "open bracket": "https://[a.example/",
    "endless": "https://a.example/" + "a" * 5000,
    "endless once encoded": "https://a.example/" + "خ" * 1000,
}


@pytest.mark.parametrize(("url", "expected"), SAME.values(), ids=SAME)
def test_what_does_not_name_the_page_goes(url, expected):
    assert canonical_address(url) == expected


@pytest.mark.parametrize("url", UNTOUCHED.values(), ids=UNTOUCHED)
def test_what_may_name_the_page_stays(url):
    assert canonical_address(url) == url


@pytest.mark.parametrize("url", NO_ADDRESS.values(), ids=NO_ADDRESS)
def test_what_is_no_address_of_the_web_is_none(url):
    assert canonical_address(url) == ""


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("../5", "https://a.example/n/5"),
        ("?id=5", "https://a.example/n/x/y?id=5"),
        ("//b.example/5", "https://b.example/5"),
    ],
    ids=["path", "query", "host"],
)
def test_a_relative_address_is_completed_by_its_base(url, expected):
    assert canonical_address(url, "https://a.example/n/x/y") == expected


#: Whatever a rule looks for, in any order.
_PIECES = [
    "http://", "https:/", "a.example", "m.", "www.", "amp", "/", "//", ".amp", ".html", "?", "&amp;",
    "&", "=", "#", "#!/", "utm_x", "ref", "home", "%", "%25", "%d8", "..", ".", "/web/2018/",
    "web.archive.org", "google.com/url?url=", "خبر", ":80", "www.google.com/amp/s/", "[", "]", "@",
    ";jsessionid=1", "x.cdn.ampproject.org/c/s/", "\u200f",
]  # fmt: skip
_ODD = st.lists(st.sampled_from(_PIECES), max_size=14).map("".join)


@given(st.one_of(st.text(max_size=200), _ODD, _ODD.map(lambda odd: "https://a.example/" + odd)))
def test_cleaning_twice_is_cleaning_once(url):
    once = canonical_address(url)
    assert canonical_address(once) == once
    assert len(once) <= 2000


@given(_ODD, _ODD)
def test_no_base_makes_it_fail(url, base):
    once = canonical_address(url, base)
    assert canonical_address(once) == once


FRONT = [
    "https://a.example/",
    "https://a.example/ar",
    "https://a.example/ar/index.html",
    "https://a.example/home",
]


@pytest.mark.parametrize("url", FRONT)
def test_a_front_page_is_no_articles_address(url):
    assert is_front_page(url)
    assert article_address(url, "https://a.example/n/5") == "https://a.example/n/5"
    assert article_address(url) == ""


@pytest.mark.parametrize("url", ["https://a.example/?p=5", "https://a.example/n", "https://a.example/arab"])
def test_a_page_with_a_name_is_no_front_page(url):
    assert not is_front_page(url)


@pytest.mark.parametrize(
    ("named", "fetched", "expected"),
    [
        ("https://www.a.example/n/5", "https://m.a.example/x?id=5", "https://www.a.example/n/5"),
        ("/n/5", "https://a.example/x", "https://a.example/n/5"),
        ("https://b.example/n/5", "https://a.example/n/5", "https://a.example/n/5"),
        ("https://a.example/news", "https://a.example/news/5", "https://a.example/news/5"),
        ("https://a.example/news/5", "https://a.example/news/5/heading", "https://a.example/news/5"),
        ("https://a.example/news/5", "", "https://a.example/news/5"),
        ("", "https://a.example/n/5?fbclid=x", "https://a.example/n/5"),
        ("https://good.blogspot.com/n/5", "https://evil.blogspot.com/x", "https://evil.blogspot.com/x"),
        ("https://evil.blogspot.com/n/5", "https://evil.blogspot.com/x", "https://evil.blogspot.com/n/5"),
        ("https://good.com.eg/n/5", "https://evil.com.eg/x", "https://evil.com.eg/x"),
        ("http://10.1.0.1/n/5", "http://10.2.0.1/x", "http://10.2.0.1/x"),
    ],
    ids=[
        "own",
        "relative",
        "another site",
        "section",
        "number above its heading",
        "alone",
        "none named",
        "neighbour on shared ground",
        "itself on shared ground",
        "neighbour under a country",
        "another number",
    ],
)
def test_a_page_is_believed_about_its_own_address_within_reason(named, fetched, expected):
    assert article_address(named, fetched) == expected


ONE_PAGE = [
    "https://a.example/n/5",
    "http://a.example/n/5",
    "https://www.a.example/n/5/",
    "https://a.example//n/5",
    "https://a.example/n/5/index.html",
    "https://a.example:443/n/5#comments",
]


@pytest.mark.parametrize("url", ONE_PAGE)
def test_addresses_that_servers_treat_alike_have_one_key(url):
    assert address_key(url) == address_key(ONE_PAGE[0])


def test_the_order_of_parameters_does_not_count():
    assert address_key("https://a.example/n?b=2&a=1") == address_key("https://a.example/n?a=1&b=2&a=1")


@pytest.mark.parametrize("url", ["https://a.example/n/6", "https://a.example/N/5", "https://b.example/n/5"])
def test_other_pages_have_other_keys(url):
    assert address_key(url) != address_key(ONE_PAGE[0])


@given(st.text())
def test_any_text_has_keys(text):
    assert len(address_key(text)) in (0, 64)
    assert len(title_key(text)) in (0, 64)


def test_a_headline_has_one_key_in_all_its_spellings():
    assert title_key("إعلانُ النتائج") == title_key("اعلان  النتائج!")
    assert title_key("إعلان النتائج") != title_key("إعلان نتائج")
    assert title_key(" ؟ ") == ""


@pytest.mark.parametrize(
    "url",
    [
        "https://google.evi.com/url?url=https://good.example/n/5",
        "https://www.google.abc.xyz/amp/s/good.example/n/5",
    ],
)
def test_nobody_passes_for_google(url):
    assert article_address("", url).startswith(url[:20])


@pytest.mark.parametrize("host", ["google.com", "www.google.ae", "www.google.com.eg", "www.google.co.uk"])
def test_google_hands_pages_through(host):
    assert canonical_address(f"https://{host}/url?q=https://good.example/n/5") == "https://good.example/n/5"
