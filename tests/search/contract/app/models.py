"""Models that have nothing to do with news, to be searched through Haystack."""

import uuid

from django.db import models


class Report(models.Model):
    author = models.CharField(max_length=100)
    editor = models.CharField(max_length=100, blank=True)
    text = models.TextField()
    pub_date = models.DateTimeField()
    tags = models.JSONField(default=list)

    class Meta:
        app_label = "contract"


class Remark(models.Model):
    author = models.CharField(max_length=100)
    text = models.TextField()
    pub_date = models.DateTimeField()

    class Meta:
        app_label = "contract"


class Record(models.Model):
    """One attribute of each type; everything may be missing."""

    label = models.CharField(max_length=100, null=True)
    number = models.BigIntegerField(null=True)
    ratio = models.FloatField(null=True)
    price = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    active = models.BooleanField(null=True)
    day = models.DateField(null=True)
    moment = models.DateTimeField(null=True)
    codes = models.JSONField(default=list)
    names = models.JSONField(default=list)

    class Meta:
        app_label = "contract"


class Ticket(models.Model):
    """Its key is no number."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    title = models.CharField(max_length=100)

    class Meta:
        app_label = "contract"
