"""Every address of the site. `tests/test_doors.py` has a row for each: who may open it."""

from django.contrib import admin
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.i18n import set_language

from articles.web import entity_page, feeds, help, views

urlpatterns = [
    path("", views.search, name="search"),
    path("article/<int:pk>/", views.article, name="article"),
    path("entity/<int:pk>/", entity_page.entity, name="entity"),
    path("feeds/search.rss", feeds.search_rss, name="search_rss"),
    path("facets/<str:name>/", views.facet, name="facet"),
    path("suggest/", views.suggest, name="suggest"),
    path("about/", views.about, name="about"),
    path("help/search", help.search, name="search_help"),
    path("healthz", views.healthz, name="healthz"),
    path("robots.txt", views.robots, name="robots"),
    path("sign-in/", auth.LoginView.as_view(), name="login"),
    path("sign-out/", auth.LogoutView.as_view(), name="logout"),
    path("language/", login_not_required(set_language), name="set_language"),
    path("admin/", admin.site.urls),
]
