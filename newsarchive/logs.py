"""Logs: one line an event, with the id of the request it belongs to."""

import contextvars
import logging
import re
import time

request_id: contextvars.ContextVar[str] = contextvars.ContextVar("request_id", default="-")

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def one_line(text: str) -> str:
    """Text with every character escaped that could end or forge a log line."""
    return _CONTROL.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


class AddRequestId(logging.Filter):
    """Give each log record the id of the request that it belongs to."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        return True


class OneLine(logging.Formatter):
    """`time level logger [request id] message`; a traceback stays on the same line."""

    converter = time.gmtime  # type: ignore[assignment]

    def format(self, record: logging.LogRecord) -> str:
        stamp = self.formatTime(record, "%Y-%m-%dT%H:%M:%SZ")
        message = record.getMessage()
        if record.exc_info:
            message += "\n" + self.formatException(record.exc_info)
        identity = getattr(record, "request_id", "-")
        return f"{stamp} {record.levelname} {record.name} [{identity}] {one_line(message)}"
