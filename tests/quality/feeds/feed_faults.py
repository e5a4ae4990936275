"""Ways in which a feed's own answer goes wrong."""

import gzip
import json
import zlib

from tests.quality.feeds.cases import Case, fault, plain
from tests.quality.feeds.outlets import Asked, Outlet, full_text


def failing_first(outlet: Outlet, times: int, status: int, **headers: str) -> str:
    """The address of a feed that answers with this status so often before it is there."""
    outlet.publish()
    body = outlet.rss()

    def page(asked: Asked) -> None:
        if asked.visit <= times:
            asked.answer(status=status, **headers)
        else:
            asked.answer(body)

    return outlet.put("/feed", page)


@fault("an ordinary feed")
def ordinary(outlet: Outlet) -> Case:
    return plain(outlet, "an ordinary feed")


@fault("an Atom feed")
def atom(outlet: Outlet) -> Case:
    news = outlet.publish()
    entries = "".join(
        f'<entry><title>{each.title}</title><link href="{each.url}"/><id>urn:{each.mark}</id>'
        f"<updated>{each.day.isoformat()}</updated><published>{each.day.isoformat()}</published></entry>"
        for each in news
    )
    body = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>صحيفة</title>{entries}</feed>'
    return plain(outlet, "an Atom feed", outlet.put_page("/feed", body.encode()))


@fault("a JSON feed")
def json_feed(outlet: Outlet) -> Case:
    items = [
        {"id": each.mark, "url": each.url, "title": each.title, "date_published": each.day.isoformat()}
        for each in outlet.publish()
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "صحيفة", "items": items}
    return plain(outlet, "a JSON feed", outlet.put_page("/feed", json.dumps(feed).encode()))


@fault("404")
def missing(outlet: Outlet) -> Case:
    return Case("404", [outlet.put_page("/feed", b"", 404)], told=("status 404",))


@fault("410")
def gone(outlet: Outlet) -> Case:
    return Case("410", [outlet.put_page("/feed", b"", 410)], told=("status 410",))


@fault("500, then good")
def error_then_good(outlet: Outlet) -> Case:
    url = failing_first(outlet, 2, 500)
    return plain(outlet, "500, then good", url, told=("status 500",), passing={"/feed": 2})


@fault("503 with Retry-After")
def busy(outlet: Outlet) -> Case:
    url = failing_first(outlet, 1, 503, Retry_After="7200")
    return plain(outlet, "503 with Retry-After", url, told=("status 503",), passing={"/feed": 1})


@fault("429")
def too_many(outlet: Outlet) -> Case:
    url = failing_first(outlet, 1, 429, Retry_After="600")
    return plain(outlet, "429", url, told=("status 429",), passing={"/feed": 1})


@fault("a slow drip")
def drip(outlet: Outlet) -> Case:
    def page(asked: Asked) -> None:
        asked.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        asked.hang(b" ", every_s=0.1)

    return Case("a slow drip", [outlet.put("/feed", page)], told=("took longer than allowed",))


@fault("silence")
def silence(outlet: Outlet) -> Case:
    return Case("silence", [outlet.put("/feed", lambda asked: asked.hang())], told=("stopped answering",))


@fault("broken off")
def broken_off(outlet: Outlet) -> Case:
    outlet.publish()
    body = outlet.rss()

    def page(asked: Asked) -> None:
        if asked.visit > 1:
            asked.answer(body)
            return
        asked.wfile.write(f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body[:-300])

    url = outlet.put("/feed", page)
    return plain(outlet, "broken off", url, told=("broke off",), passing={"/feed": 1})


@fault("a gzip bomb")
def bomb(outlet: Outlet) -> Case:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    packed = b"".join(packer.compress(bytes(1 << 20)) for _ in range(64)) + packer.flush()
    url = outlet.put_page("/feed", packed, Content_Encoding="gzip")
    return Case("a gzip bomb", [url], told=("Unpacked, the answer is larger",))


@fault("larger than allowed")
def too_large(outlet: Outlet) -> Case:
    url = outlet.put_page("/feed", outlet.rss([]) + b" " * (11 << 20))
    return Case("larger than allowed", [url], told=("The answer is larger",))


@fault("broken compression")
def broken_gzip(outlet: Outlet) -> Case:
    url = outlet.put_page("/feed", b"not gzip at all", Content_Encoding="gzip")
    return Case("broken compression", [url], told=("cannot be unpacked",))


@fault("compressed, and nobody says so")
def silent_gzip(outlet: Outlet) -> Case:
    outlet.publish()
    url = outlet.put_page("/feed", gzip.compress(outlet.rss()))
    return plain(outlet, "compressed, and nobody says so", url)


@fault("windows-1256 called UTF-8")
def wrong_encoding(outlet: Outlet) -> Case:
    outlet.publish()
    body = outlet.rss().decode().encode("cp1256")
    url = outlet.put_page("/feed", body, Content_Type="application/rss+xml; charset=utf-8")
    return plain(outlet, "windows-1256 called UTF-8", url)


@fault("windows-1256, not declared")
def undeclared_encoding(outlet: Outlet) -> Case:
    outlet.publish()
    body = outlet.rss().decode().replace(' encoding="utf-8"', "").encode("cp1256")
    return plain(outlet, "windows-1256, not declared", outlet.put_page("/feed", body))


@fault("called text/html")
def wrong_type(outlet: Outlet) -> Case:
    outlet.publish()
    return plain(outlet, "called text/html", outlet.put_page("/feed", outlet.rss(), Content_Type="text/html"))


@fault("a web page instead")
def page_instead(outlet: Outlet) -> Case:
    (news,) = outlet.publish(1)
    link = '<link rel="alternate" type="application/rss+xml" href="/rss.xml">'
    url = outlet.put_page("/feed", news.html(head=link), Content_Type="text/html")
    return Case("a web page instead", [url], told=("/rss.xml",))


@fault("nothing at all")
def empty(outlet: Outlet) -> Case:
    return Case("nothing at all", [outlet.put_page("/feed", b"")], told=("empty",))


@fault("a picture instead")
def picture(outlet: Outlet) -> Case:
    png = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40
    return Case("a picture instead", [outlet.put_page("/feed", png)], told=("not text",))


@fault("leads back to itself")
def loop(outlet: Outlet) -> Case:
    outlet.put_page("/b", b"", 302, Location=outlet.url("/feed"))
    url = outlet.put_page("/feed", b"", 302, Location=outlet.url("/b"))
    return Case("leads back to itself", [url], told=("leads back to itself",))


@fault("leads to an internal network")
def leads_inside(outlet: Outlet) -> Case:
    url = outlet.put_page("/feed", b"", 302, Location="http://10.0.0.1/feed")
    return Case("leads to an internal network", [url], told=("internal network",))


@fault("moved for good")
def moved(outlet: Outlet) -> Case:
    outlet.publish()
    there = outlet.put_rss("/new-feed")
    url = outlet.put_page("/feed", b"", 301, Location=there)
    return plain(
        outlet, "moved for good", url, told=("has moved",), moves_to=there, most_requests={"/feed": 1}
    )


@fault("an XML bomb")
def xml_bomb(outlet: Outlet) -> Case:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
    text = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "خبر">{entities}]>'
    text += "<rss><channel><title>&e8;</title><item><title>&e8;</title></item></channel></rss>"
    return Case("an XML bomb", [outlet.put_page("/feed", text.encode())], told=("declares entities",))


@fault("an entity that reads a file")
def xxe(outlet: Outlet) -> Case:
    """Refused altogether, as everything that declares entities is."""
    outlet.publish()
    entity = '<!DOCTYPE rss [<!ENTITY file SYSTEM "file:///etc/hostname">]>'
    body = outlet.rss(description=lambda each: "&file; " + each.title).decode()
    body = body.replace("<rss ", entity + "<rss ", 1)
    url = outlet.put_page("/feed", body.encode())
    return Case("an entity that reads a file", [url], told=("declares entities",))


@fault("cut off within an item")
def cut_off(outlet: Outlet) -> Case:
    news = outlet.publish(3)
    body = outlet.rss()
    # The newest is on top: the oldest is the one that is cut.
    url = outlet.put_page("/feed", body[: body.rindex(b"<item>") + 30])
    return Case("cut off within an item", [url], good=news[1:], told=("cut off",))


@fault("unescaped and forbidden characters")
def forbidden(outlet: Outlet) -> Case:
    outlet.publish()
    body = b"\n \xef\xbb\xbf" + outlet.rss(
        title=lambda each: each.title + " & \x0b<b>عاجل</b>", description=lambda each: "a < b & c &nbsp;"
    )
    return plain(outlet, "unescaped and forbidden characters", outlet.put_page("/feed", body))


@fault("304 without being asked")
def not_modified(outlet: Outlet) -> Case:
    return Case("304 without being asked", [outlet.put_page("/feed", b"", 304)], told=("status 304",))


@fault("an ETag that never changes")
def eternal_etag(outlet: Outlet) -> Case:
    """Answers 304 though there is something new: seen once a day all the same."""
    outlet.publish(2)

    def page(asked: Asked) -> None:
        if "If-None-Match" in asked.headers:
            asked.answer(status=304)
        else:
            asked.answer(outlet.rss(), ETag='"always"')

    case = plain(outlet, "an ETag that never changes", outlet.put("/feed", page))

    def on_day(day: int) -> None:
        if day == 1:
            case.good += outlet.publish(2)

    case.on_day = on_day
    return case


@fault("headers without end")
def endless_headers(outlet: Outlet) -> Case:
    def page(asked: Asked) -> None:
        asked.wfile.write(
            b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: %s\r\n" % (n, b"x" * 900) for n in range(99))
        )

    return Case("headers without end", [outlet.put("/feed", page)], told=("headers",))


@fault("no HTTP")
def no_http(outlet: Outlet) -> Case:
    url = outlet.put("/feed", lambda asked: asked.wfile.write(b"SSH-2.0-OpenSSH_9\r\n") and None)
    return Case("no HTTP", [url], told=("breaks the rules of HTTP",))


@fault("nobody listens")
def refused(outlet: Outlet) -> Case:
    return Case("nobody listens", ["http://127.0.0.1:8443/feed"], told=("internal network",))


@fault("a user name in the address")
def credentials(outlet: Outlet) -> Case:
    url = outlet.put_rss().replace("http://", "http://user:word@")
    return Case("a user name in the address", [url], told=("user name",))


@fault("a sitemap index with a broken part")
def sitemap_index(outlet: Outlet) -> Case:
    news = outlet.publish(4)
    parts = []
    for number in range(2):
        pages = "".join(f"<url><loc>{each.url}</loc></url>" for each in news[2 * number : 2 * number + 2])
        parts.append(outlet.put_page(f"/part{number}.xml", f"<urlset>{pages}</urlset>".encode()))
    parts.append(outlet.put_page("/part2.xml", b"", 500))
    named = "".join(f"<sitemap><loc>{part}</loc></sitemap>" for part in parts)
    url = outlet.put_page("/sitemap.xml", f"<sitemapindex>{named}</sitemapindex>".encode())
    return plain(outlet, "a sitemap index with a broken part", url, told=("status 500",))


@fault("many items with their texts")
def many(outlet: Outlet) -> Case:
    outlet.publish(MANY, with_pages=False)
    url = outlet.put_rss(**{"content:encoded": full_text})
    return plain(outlet, "many items with their texts", url)


#: A full drill has more.
MANY = 300
