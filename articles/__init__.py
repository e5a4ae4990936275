"""The archive: models, Arabic analysis, collecting, search, pages."""
