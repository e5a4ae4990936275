"""Search indexes for these models. Not named search_indexes.py: each test says which of them are in use."""

from haystack import indexes
from haystack.exceptions import SkipDocument

from tests.search.contract.app.models import Record, Remark, Report, Ticket


class ReportIndex(indexes.SearchIndex, indexes.Indexable):
    text = indexes.CharField(document=True, model_attr="text")
    author = indexes.CharField(model_attr="author")
    editor = indexes.CharField(model_attr="editor", faceted=True)
    pub_date = indexes.DateTimeField(model_attr="pub_date")
    tags = indexes.MultiValueField(model_attr="tags")

    def get_model(self):
        return Report


class SkippingReportIndex(ReportIndex):
    def prepare_author(self, report):
        if report.author == "david":
            raise SkipDocument
        return report.author


class BoostedReportIndex(ReportIndex):
    """A document boost, which Whoosh has given up, must not get into the way."""

    def prepare(self, report):
        return super().prepare(report) | {"boost": 4.0}


class CompletingReportIndex(ReportIndex):
    author_auto = indexes.EdgeNgramField(model_attr="author")
    text_grams = indexes.NgramField(model_attr="text")


class HiddenFieldReportIndex(ReportIndex):
    secret = indexes.CharField(model_attr="editor", stored=False)
    month = indexes.CharField(indexed=False)

    def prepare_month(self, report):
        return f"{report.pub_date.month:02d}"


class RemarkIndex(indexes.SearchIndex, indexes.Indexable):
    text = indexes.CharField(document=True, model_attr="text")
    author = indexes.CharField(model_attr="author")
    pub_date = indexes.DateTimeField(model_attr="pub_date")

    def get_model(self):
        return Remark

    def read_queryset(self, using=None):
        return Remark.objects.exclude(author="withdrawn")


class RecordIndex(indexes.SearchIndex, indexes.Indexable):
    text = indexes.CharField(document=True, default="record")
    label = indexes.CharField(model_attr="label", null=True)
    number = indexes.IntegerField(model_attr="number", null=True)
    ratio = indexes.FloatField(model_attr="ratio", null=True)
    price = indexes.DecimalField(model_attr="price", null=True)
    active = indexes.BooleanField(model_attr="active", null=True)
    day = indexes.DateField(model_attr="day", null=True)
    moment = indexes.DateTimeField(model_attr="moment", null=True)
    codes = indexes.MultiValueField(model_attr="codes")
    names = indexes.MultiValueField(model_attr="names")

    def get_model(self):
        return Record


class TicketIndex(indexes.SearchIndex, indexes.Indexable):
    text = indexes.CharField(document=True, model_attr="title")

    def get_model(self):
        return Ticket
