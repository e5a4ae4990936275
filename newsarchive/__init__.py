"""The Django project. VERSION is written into backups; pyproject.toml names the same."""

VERSION = "0.1.0"
