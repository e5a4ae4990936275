"""A file that unpacks itself, with an end to what it may become."""

import io
import zlib
from gzip import BadGzipFile
from typing import TYPE_CHECKING, Protocol
from zipfile import BadZipFile

from articles.ingest.documents import UnreadableInput

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

#: Text becomes 3 to 20 times longer, very repetitive text 100 times; a bomb 1,000 times.
_MOST_TIMES_LARGER = 200
#: Below this no ratio counts.
_HARMLESS_BYTES = 32 * 1024 * 1024
_BROKEN = (EOFError, BadGzipFile, BadZipFile, zlib.error, NotImplementedError, RuntimeError)


class _Readable(Protocol):
    def read1(self, size: int, /) -> bytes: ...


class Unpacked(io.RawIOBase):
    """The unpacked bytes of a packed file of `packed_bytes`.

    Reading raises UnreadableInput for a bomb or damage.
    """

    def __init__(self, file: _Readable, packed_bytes: int) -> None:
        self._file = file
        self._left = max(_HARMLESS_BYTES, _MOST_TIMES_LARGER * packed_bytes)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer)
        try:
            data = self._file.read1(len(view))
        except _BROKEN as error:
            raise UnreadableInput(
                "The packed file is damaged from here on.", "الملف المضغوط تالف ابتداءً من هذا الموضع."
            ) from error
        self._left -= len(data)
        if self._left < 0:
            raise UnreadableInput(
                f"The packed file unpacks to more than {_MOST_TIMES_LARGER} times its size.",
                f"يفوق حجم الملف بعد فك الضغط {_MOST_TIMES_LARGER} ضعف حجمه.",
            )
        view[: len(data)] = data
        return len(data)
