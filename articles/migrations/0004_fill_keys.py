"""Gives the articles and removals that are stored already their keys."""

from django.db import migrations

from articles.models.keys import address_key, title_key

_ROWS = 500


def fill(apps, schema_editor):
    database = schema_editor.connection.alias
    articles = apps.get_model("articles", "Article")._base_manager.using(database)
    _fill(articles.only("pk", "canonical_url", "title"), ["address_key", "title_key"])
    removals = apps.get_model("articles", "Removal")._base_manager.using(database)
    _fill(removals.only("pk", "canonical_url"), ["address_key"])


def _fill(rows, names):
    last = 0
    while chunk := list(rows.filter(pk__gt=last).order_by("pk")[:_ROWS]):
        for row in chunk:
            row.address_key = address_key(row.canonical_url)
            if "title_key" in names:
                row.title_key = title_key(row.title)
        rows.bulk_update(chunk, names)
        last = chunk[-1].pk


class Migration(migrations.Migration):
    dependencies = [("articles", "0003_collecting")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
