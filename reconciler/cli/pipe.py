"""Standard output and error as pipes whose reader may leave, as in `rota check | head -1`."""

import io
import os
import sys
from typing import TextIO


class Pipe(io.FileIO):
    """A descriptor that is written to; once nobody reads it, what is written goes nowhere.

    A command goes on to its end: an apply that stopped halfway because of `| head` would be a fault.
    """

    def write(self, data: object, /) -> int:
        """Write some bytes."""
        try:
            return super().write(data)  # type: ignore[arg-type]  # typeshed names a type that it does not export
        except BrokenPipeError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self.fileno())
            os.close(nowhere)
            return memoryview(data).nbytes  # type: ignore[arg-type]


def forgive() -> None:
    """Have the streams of this process outlive their readers."""
    sys.stdout, sys.stderr = _forgiving(sys.stdout), _forgiving(sys.stderr)


def _forgiving(stream: TextIO) -> TextIO:
    if not isinstance(stream, io.TextIOWrapper):
        return stream
    stream.flush()
    raw = io.BufferedWriter(Pipe(stream.fileno(), "w", closefd=False))
    return io.TextIOWrapper(
        raw,
        stream.encoding,
        stream.errors,
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )
