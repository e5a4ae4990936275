"""What is stored. Imports nothing of ours but `articles.arabic`."""

from articles.models.article import Article, ArticleVersion, RawFile, RelatedItem
from articles.models.change import Change
from articles.models.curation import EntityDecision, EntityPair
from articles.models.entity import Entity, EntityAlias, EntityRevision
from articles.models.feed import Feed, FeedItem
from articles.models.ingest import ImportProblem, ImportRun, Removal, RemovalFingerprint
from articles.models.mention import Mention
from articles.models.review import Review
from articles.models.source import Source, SourceAlias
from articles.models.story import Story
from articles.models.variant import VariantClass, VariantMember

__all__ = [
    "Article",
    "ArticleVersion",
    "Change",
    "Entity",
    "EntityAlias",
    "EntityDecision",
    "EntityPair",
    "EntityRevision",
    "Feed",
    "FeedItem",
    "ImportProblem",
    "ImportRun",
    "Mention",
    "RawFile",
    "RelatedItem",
    "Removal",
    "RemovalFingerprint",
    "Review",
    "Source",
    "SourceAlias",
    "Story",
    "VariantClass",
    "VariantMember",
]
