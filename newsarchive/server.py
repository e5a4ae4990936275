"""How gunicorn serves the site; `--config newsarchive/server.py`, for `manage.py serve` and systemd alike."""

from typing import Any

from gunicorn.glogging import Logger

from newsarchive.logs import OneLine

# Threads, so that a long download keeps no worker from the others.
worker_class = "gthread"
workers = 2
threads = 4
timeout = 30
graceful_timeout = 10
# The application writes the line of each request.
accesslog = None
# It would lie in the user's home directory, and nobody asks it.
control_socket_disable = True


class logger_class(Logger):  # noqa: N801  (gunicorn's name for the setting)
    """Gunicorn's own messages in the shape of all others."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(OneLine())


def post_worker_init(worker: Any) -> None:
    """Keep `restore` off while this process lives."""
    from articles.operation.running import hold

    hold()
