import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0002_entity_revision'),
    ]

    operations = [
        migrations.CreateModel(
            name='Feed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.URLField(max_length=2000, unique=True, verbose_name='address')),
                ('is_active', models.BooleanField(default=True, verbose_name='collected')),
                ('interval_min', models.PositiveIntegerField(default=15, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(10080)], verbose_name='minutes between two tries')),
                ('etag', models.CharField(blank=True, editable=False, max_length=1000)),
                ('last_modified', models.CharField(blank=True, editable=False, max_length=200)),
                ('last_try_at', models.DateTimeField(editable=False, null=True, verbose_name='last try')),
                ('last_good_at', models.DateTimeField(editable=False, null=True, verbose_name='last good fetch')),
                ('next_try_at', models.DateTimeField(db_index=True, editable=False, null=True, verbose_name='next try')),
                ('failures', models.PositiveIntegerField(default=0, editable=False, verbose_name='failures in a row')),
                ('error_ar', models.TextField(blank=True, editable=False, verbose_name='error in Arabic')),
                ('error_en', models.TextField(blank=True, editable=False, verbose_name='error in English')),
                ('ttl_min', models.PositiveIntegerField(default=0, editable=False)),
                ('full_at', models.DateTimeField(editable=False, null=True)),
                ('full_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('oddities', models.CharField(blank=True, editable=False, max_length=64)),
                ('pages_after', models.DateTimeField(editable=False, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='added at')),
            ],
            options={
                'verbose_name': 'feed',
                'verbose_name_plural': 'feeds',
                'ordering': ['source__name', 'url'],
            },
        ),
        migrations.CreateModel(
            name='FeedItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64)),
                ('fingerprint', models.CharField(max_length=64)),
                ('content', models.TextField(blank=True)),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('done', 'done'), ('given_up', 'given up')], default='waiting', max_length=10, verbose_name='state')),
                ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='tries')),
                ('next_try_at', models.DateTimeField(null=True, verbose_name='next try')),
                ('first_seen_at', models.DateTimeField(auto_now_add=True, verbose_name='first seen')),
            ],
            options={
                'verbose_name': 'feed item',
                'verbose_name_plural': 'feed items',
                'ordering': ['pk'],
            },
        ),
        migrations.AddField(
            model_name='article',
            name='address_key',
            field=models.CharField(blank=True, db_index=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name='article',
            name='feed_guid',
            field=models.CharField(blank=True, editable=False, max_length=500, verbose_name='name in feeds'),
        ),
        migrations.AddField(
            model_name='article',
            name='modified_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='changed by the outlet at'),
        ),
        migrations.AddField(
            model_name='article',
            name='title_key',
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name='importrun',
            name='drafts',
            field=models.PositiveIntegerField(default=0, verbose_name='drafts'),
        ),
        migrations.AddField(
            model_name='rawfile',
            name='context',
            field=models.JSONField(blank=True, default=dict, verbose_name='what belongs to it'),
        ),
        migrations.AddField(
            model_name='rawfile',
            name='kind',
            field=models.CharField(blank=True, choices=[('page', 'text of a page'), ('html', 'web page'), ('jsonl', 'row of a JSON file'), ('separated', 'row of a table'), ('feed_item', 'feed item')], max_length=10, verbose_name='kind'),
        ),
        migrations.AddField(
            model_name='removal',
            name='address_key',
            field=models.CharField(blank=True, db_index=True, editable=False, max_length=64),
        ),
        migrations.AlterField(
            model_name='importrun',
            name='started_at',
            field=models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='started at'),
        ),
        migrations.AlterField(
            model_name='review',
            name='reason',
            field=models.CharField(choices=[('no_date', 'no publication date'), ('no_title', 'no headline'), ('no_source', 'the page does not name its source'), ('too_short', 'too short to be an article'), ('furniture', 'more menu than article'), ('consent_page', 'a consent or error page'), ('possible_duplicate', 'possible duplicate'), ('not_arabic', 'not in Arabic')], max_length=30, verbose_name='reason'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['source', 'title_key', 'published_day'], name='article_by_title_and_day'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['source', 'first_visible_at'], name='article_by_arrival'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['feed_guid', 'source'], name='article_by_guid'),
        ),
        migrations.AddField(
            model_name='feed',
            name='part_of',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='articles.feed', verbose_name='part of'),
        ),
        migrations.AddField(
            model_name='feed',
            name='source',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='feeds', to='articles.source', verbose_name='source'),
        ),
        migrations.AddField(
            model_name='importrun',
            name='feed',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='runs', to='articles.feed', verbose_name='feed'),
        ),
        migrations.AddField(
            model_name='feeditem',
            name='article',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='feed_items', to='articles.article', verbose_name='article'),
        ),
        migrations.AddField(
            model_name='feeditem',
            name='feed',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='articles.feed', verbose_name='feed'),
        ),
        migrations.AddConstraint(
            model_name='feed',
            constraint=models.CheckConstraint(condition=models.Q(('url', ''), _negated=True), name='feed_has_an_address'),
        ),
        migrations.AddIndex(
            model_name='feeditem',
            index=models.Index(fields=['feed', 'state', 'next_try_at'], name='feed_item_due'),
        ),
        migrations.AddConstraint(
            model_name='feeditem',
            constraint=models.UniqueConstraint(fields=('feed', 'key'), name='feed_item_once'),
        ),
        migrations.AddConstraint(
            model_name='feeditem',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'done', 'given_up'])), name='feed_item_state_is_known'),
        ),
    ]
