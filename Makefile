# The commands of NewsArchive. `make` alone lists them; docs/operations.md says more.

# Arabic reaches the terminal whatever its locale says.
SHELL = bash
export PYTHONUTF8 = 1

MANAGE = .venv/bin/python manage.py
# As many at once as the machine has cores, up to four; PARALLEL= runs one after the other.
PARALLEL = --numprocesses auto --maxprocesses 4 --dist worksteal

.PHONY: help run admin backup restore install install-dev test test-postgres format messages requirements screenshots \
	check check-style check-types check-messages check-migrations check-production
.DEFAULT_GOAL := help

help: ## list the commands
	@echo 'أرشيف الأخبار — NewsArchive'
	@echo
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | column -t -s '|'

run: install ## start the site: PORT=8000 DEMO=1 DATABASE_URL=… NEWSARCHIVE_DATA_DIR=var
	@exec $(MANAGE) serve

admin: install ## make an account that may do everything
	@$(MANAGE) migrate --verbosity 0
	@exec $(MANAGE) createsuperuser

backup: install ## write one file with database and raw files: TO=directory
	@exec $(MANAGE) backup $(if $(TO),--to '$(TO)')

restore: install ## bring a backup back: FROM=file, REPLACE=1 where there is an archive already
	@exec $(MANAGE) restore '$(or $(FROM),$(error make restore FROM=file))' $(if $(filter 1,$(REPLACE)),--replace)

install:
	@bash bin/venv requirements.txt

install-dev:
	@bash bin/venv requirements-dev.txt

test: install-dev ## everything the tests need, then all tests: ARGS='-k date'
	@chromium=$$(bash bin/browser) && \
	NEWSARCHIVE_DATA_DIR=test-results/data CHROMIUM="$$chromium" exec .venv/bin/python -m pytest $(PARALLEL) $(ARGS)

test-postgres: install-dev ## the tests marked «database» once more, on a PostgreSQL of their own
	@NEWSARCHIVE_DATA_DIR=test-results/data exec bash bin/with-postgres .venv/bin/python -m pytest $(PARALLEL) -m database $(ARGS)

check: check-style check-types check-messages check-migrations check-production ## style, types, messages, migrations, production settings

check-style: install-dev
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .

check-types: install-dev
	@.venv/bin/mypy

check-messages: install-dev
	@.venv/bin/python bin/messages.py --check

check-migrations: install-dev
	@NEWSARCHIVE_DATA_DIR=test-results/data $(MANAGE) makemigrations --check --dry-run

check-production: install-dev
	@NEWSARCHIVE_DATA_DIR=test-results/data HTTPS=1 DEBUG=0 ALLOWED_HOSTS=archive.example \
	SECRET_KEY=$$(.venv/bin/python -c 'import secrets; print(secrets.token_urlsafe(64))') \
	$(MANAGE) check --deploy --fail-level WARNING

format: install-dev ## lay the code out
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .

messages: install-dev ## collect what is to be translated, and compile the translations
	@.venv/bin/python bin/messages.py

requirements: install-dev ## compile the pins anew from the .in files (UPGRADE=1: newest versions)
	@for name in requirements requirements-dev requirements-models; do \
	CUSTOM_COMPILE_COMMAND='make requirements' .venv/bin/python -m piptools compile --quiet --strip-extras --allow-unsafe \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host $(if $(filter 1,$(UPGRADE)),--upgrade) \
	--output-file $$name.txt $$name.in || exit 1; done

screenshots: install-dev ## the pictures of the README, from a running site: SITE=http://127.0.0.1:8000
	@chromium=$$(bash bin/browser) && CHROMIUM="$$chromium" .venv/bin/python tests/browser/screenshots.py $(or $(SITE),http://127.0.0.1:8000) docs/screenshots
