"""HTML pages and pieces of HTML."""

from articles.ingest.readers.html.fragment import fragment_text
from articles.ingest.readers.html.reading import looks_like_html, read_html

__all__ = ["fragment_text", "looks_like_html", "read_html"]
