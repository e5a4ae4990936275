"""Gives spellings their keys, and leaves every article to the worker: names are recognised now."""

from django.db import migrations
from django.utils.timezone import now

from articles.models.keys import spelling_keys

_ROWS = 500
_KEYS = ["letters", "bare_letters", "sound", "last"]


def fill(apps, schema_editor):
    database = schema_editor.connection.alias
    aliases = apps.get_model("articles", "EntityAlias")._base_manager.using(database)
    for chunk in _chunks(aliases):
        for row in chunk:
            keys = spelling_keys(row.name)
            for name in _KEYS:
                setattr(row, name, getattr(keys, name))
        aliases.bulk_update(chunk, _KEYS)


def leave_to_worker(apps, schema_editor):
    database = schema_editor.connection.alias
    change = apps.get_model("articles", "Change")
    for chunk in _chunks(apps.get_model("articles", "Article")._base_manager.using(database).only("pk")):
        rows = [change(article_id=row.pk, created_at=now()) for row in chunk]
        change._base_manager.using(database).bulk_create(rows)


def _chunks(rows):
    last = 0
    while chunk := list(rows.filter(pk__gt=last).order_by("pk")[:_ROWS]):
        yield chunk
        last = chunk[-1].pk


class Migration(migrations.Migration):
    dependencies = [("articles", "0005_entities")]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(leave_to_worker, migrations.RunPython.noop),
    ]
