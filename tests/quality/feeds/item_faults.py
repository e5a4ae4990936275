"""Ways in which the items of a feed, and the pages that they lead to, go wrong."""

from tests.quality.feeds.cases import Case, fault, plain
from tests.quality.feeds.outlets import Asked, News, Outlet, full_text


def failing_page(outlet: Outlet, news: News, times: int, status: int) -> None:
    """The page answers with this status so often before it is there."""

    def page(asked: Asked) -> None:
        if asked.visit <= times:
            asked.answer(status=status)
        else:
            asked.answer(news.html())

    outlet.put(f"/{news.number}", page)


@fault("one guid for all items")
def one_guid(outlet: Outlet) -> Case:
    outlet.publish()
    return plain(outlet, "one guid for all items", outlet.put_rss(guid=lambda each: "1"))


@fault("new guids at each poll")
def new_guids(outlet: Outlet) -> Case:
    news = outlet.publish()
    url = outlet.put(
        "/feed", lambda asked: asked.answer(outlet.rss(guid=lambda each: f"{asked.visit}-{each.number}"))
    )
    return plain(outlet, "new guids at each poll", url, most_requests={f"/{each.number}": 1 for each in news})


@fault("no dates")
def no_dates(outlet: Outlet) -> Case:
    outlet.publish()
    return plain(outlet, "no dates", outlet.put_rss(pubDate=lambda each: ""))


@fault("dates in the future")
def future(outlet: Outlet) -> Case:
    outlet.publish()
    url = outlet.put_rss(pubDate=lambda each: "Fri, 01 Jan 2038 10:00:00 GMT")
    return plain(outlet, "dates in the future", url)


@fault("the same items in two feeds")
def two_feeds(outlet: Outlet) -> Case:
    outlet.publish()
    other = outlet.put_rss("/other", description=lambda each: "ملخص آخر")
    case = plain(outlet, "the same items in two feeds")
    case.feeds.append(other)
    return case


@fault("the same item twice in a feed")
def twice(outlet: Outlet) -> Case:
    news = outlet.publish()
    return plain(outlet, "the same item twice in a feed", outlet.put_rss(news=[*news, *news]))


@fault("relative links")
def relative(outlet: Outlet) -> Case:
    outlet.publish()
    url = outlet.put_rss(link=lambda each: each.path, guid=lambda each: each.mark)
    return plain(outlet, "relative links", url)


@fault("other tracking parameters at each poll")
def tracking(outlet: Outlet) -> Case:
    news = outlet.publish()
    for each in news:
        for visit in range(1, 30):
            outlet.put_page(f"/{each.number}?utm_source=rss&utm_content={visit}", each.html())

    def page(asked: Asked) -> None:
        def link(each: News) -> str:
            return f"{each.url}?utm_source=rss&amp;utm_content={asked.visit}"

        asked.answer(outlet.rss(link=link, guid=link))

    most = {
        f"/{each.number}?utm_source=rss&utm_content={visit}": int(visit == 1)
        for each in news
        for visit in (1, 2, 3)
    }
    return plain(
        outlet, "other tracking parameters at each poll", outlet.put("/feed", page), most_requests=most
    )


@fault("a counter in each item")
def counter(outlet: Outlet) -> Case:
    news = outlet.publish()

    def page(asked: Asked) -> None:
        asked.answer(outlet.rss(description=lambda each: f"قرأه {asked.visit * 17} قارئًا"))

    most = {f"/{each.number}": 8 for each in news}  # once a day
    return plain(outlet, "a counter in each item", outlet.put("/feed", page), most_requests=most)


@fault("an item that is edited")
def edited(outlet: Outlet) -> Case:
    news = outlet.publish(2)
    edited = news[0]

    def on_day(day: int) -> None:
        if day == 2:
            extra = "<p>وأضاف المصدر في وقت لاحق أن الأعمال اكتملت تصحيحمتأخر في موعدها المحدد.</p>"
            outlet.put_page(f"/{edited.number}", edited.html(extra=extra))
            outlet.put_rss(description=lambda each: "نص محدث" if each is edited else "نص قديم")

    case = plain(outlet, "an item that is edited", final_mark="تصحيحمتأخر")
    case.on_day = on_day
    return case


@fault("items that vanish and come back")
def vanishing(outlet: Outlet) -> Case:
    news = outlet.publish(4)
    url = outlet.put(
        "/feed", lambda asked: asked.answer(outlet.rss(news[:2] if asked.visit % 2 else news[2:]))
    )
    most = {f"/{each.number}": 1 for each in news}
    return plain(outlet, "items that vanish and come back", url, most_requests=most)


@fault("a page that is missing")
def missing_page(outlet: Outlet) -> Case:
    news = outlet.publish(3)
    outlet.put_page(f"/{news[1].number}", b"", 404)
    return Case(
        "a page that is missing",
        [outlet.put_rss()],
        good=[news[0], news[2]],
        drafts=[news[1]],
        told=("status 404",),
        most_requests={f"/{news[1].number}": 1},
    )


@fault("a page with an error, then good", alone=True)
def page_error(outlet: Outlet) -> Case:
    news = outlet.publish(3)
    failing_page(outlet, news[1], 2, 500)
    name, path = "a page with an error, then good", f"/{news[1].number}"
    return plain(outlet, name, told=("status 500",), passing={path: 2})


@fault("a host of pages that is busy", alone=True)
def busy_pages(outlet: Outlet) -> Case:
    news = outlet.publish(4)
    for each in news:
        failing_page(outlet, each, 1, 503)
    passing = {f"/{each.number}": 1 for each in news}
    return plain(outlet, "a host of pages that is busy", told=("status 503",), passing=passing)


@fault("a page that breaks off, then good")
def broken_page(outlet: Outlet) -> Case:
    news = outlet.publish(3)
    body = news[0].html()

    def page(asked: Asked) -> None:
        if asked.visit > 1:
            asked.answer(body)
        else:
            asked.wfile.write(
                f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body[:-500]
            )

    outlet.put("/1", page)
    name = "a page that breaks off, then good"
    return plain(outlet, name, told=("broke off",), passing={"/1": 1})


@fault("a consent wall on every page")
def consent_wall(outlet: Outlet) -> Case:
    news = outlet.publish(3)
    wall = (
        '<!doctype html><html lang="ar"><head><meta charset="utf-8"><title>نحن نحترم خصوصيتك</title></head>'
        "<body><h1>نحن نحترم خصوصيتك</h1><p>نستخدم نحن وشركاؤنا ملفات تعريف الارتباط لتحسين تجربتك. "
        "بالنقر على «أوافق» فإنك توافق على سياسة الخصوصية واستخدام ملفات تعريف الارتباط.</p>"
        "<button>أوافق على الكل</button></body></html>"
    ).encode()
    for each in news:
        outlet.put_page(f"/{each.number}", wall)
    return Case(
        "a consent wall on every page",
        [outlet.put_rss()],
        drafts=news,
        told=("shows the same page as another",),
        most_requests={f"/{each.number}": 5 for each in news},
    )


@fault("a consent wall that goes away")
def wall_first(outlet: Outlet) -> Case:
    news = outlet.publish(2)
    wall = "<html><title>موافقة</title><p>يرجى الموافقة على ملفات تعريف الارتباط للمتابعة.</p></html>"
    for each in news:

        def page(asked: Asked, each: News = each) -> None:
            asked.answer(wall.encode() if asked.visit == 1 else each.html())

        outlet.put(f"/{each.number}", page)
    return plain(outlet, "a consent wall that goes away")


@fault("pages that lead to the front page")
def front_page(outlet: Outlet) -> Case:
    news = outlet.publish(2)
    front = outlet.publish(1)[0]
    outlet.host.pages["/"] = lambda asked: asked.answer(front.html())
    outlet.put_page(f"/{news[0].number}", b"", 302, Location="/")
    return Case(
        "pages that lead to the front page",
        [outlet.put_rss(news=news)],
        good=[news[1]],
        drafts=[news[0]],
        told=("front page",),
    )


@fault("robots.txt forbids the pages", alone=True)
def forbidden_pages(outlet: Outlet) -> Case:
    news = outlet.publish(2)
    outlet.host.pages["/robots.txt"] = lambda asked: asked.answer(
        f"User-agent: *\nDisallow: /{outlet.name}/1\n".encode()
    )
    return Case(
        "robots.txt forbids the pages",
        [outlet.put_rss()],
        good=[news[1]],
        drafts=[news[0]],
        told=("robots.txt",),
        most_requests={"/1": 0},
    )


@fault("robots.txt cannot be read", alone=True)
def broken_robots(outlet: Outlet) -> Case:
    outlet.host.pages["/robots.txt"] = lambda asked: asked.answer(status=500)
    return Case(
        "robots.txt cannot be read", [outlet.put_rss()], told=("cannot be read",), most_requests={"/feed": 0}
    )


@fault("a huge page")
def huge_page(outlet: Outlet) -> Case:
    news = outlet.publish(2)
    outlet.put_page("/1", news[0].html() + b" " * (11 << 20))
    return Case("a huge page", [outlet.put_rss()], good=[news[1]], drafts=[news[0]], told=("larger than",))


@fault("links that are none")
def strange_links(outlet: Outlet) -> Case:
    news = outlet.publish(3)
    strange = {1: "javascript:void(0)", 2: "http://10.0.0.1/a"}
    url = outlet.put_rss(link=lambda each: strange.get(each.number, each.url), guid=lambda each: each.mark)
    return Case("links that are none", [url], good=[news[2]], drafts=news[:2], told=("internal network",))


@fault("texts without links")
def no_links(outlet: Outlet) -> Case:
    outlet.publish(3, with_pages=False)
    url = outlet.put_rss(link=lambda each: "", guid=lambda each: "", **{"content:encoded": full_text})
    return plain(outlet, "texts without links", url)


@fault("all links to the front page, with texts")
def front_links(outlet: Outlet) -> Case:
    outlet.publish(3, with_pages=False)
    url = outlet.put_rss(
        link=lambda each: outlet.host.url("/"), guid=lambda each: each.mark, **{"content:encoded": full_text}
    )
    return plain(outlet, "all links to the front page, with texts", url)


@fault("pages in windows-1256, called UTF-8")
def page_encoding(outlet: Outlet) -> Case:
    for each in outlet.publish():
        body = each.html().decode().encode("cp1256")
        outlet.put_page(f"/{each.number}", body, Content_Type="text/html; charset=utf-8")
    return plain(outlet, "pages in windows-1256, called UTF-8")


@fault("a document instead of a page")
def binary_page(outlet: Outlet) -> Case:
    news = outlet.publish(2)
    outlet.put_page("/1", b"%PDF-1.7\n" + bytes(range(256)) * 50, Content_Type="application/pdf")
    return Case(
        "a document instead of a page",
        [outlet.put_rss()],
        good=[news[1]],
        drafts=[news[0]],
        told=("not text",),
    )
