"""The child process: reads a file from standard input, writes the verdict to standard output.

Called with the name of a job, a limit of CPU seconds, one of megabytes and the job's options. Ends with 0 and the
result, or with REFUSED and a code on standard output; any other end means that the file broke its
reader.
"""

import contextlib
import logging
import sys
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType

# Isolated mode (-I) keeps the directory of the program off the path. Last, so that nothing in the
# project can stand before a module of the standard library.
sys.path.append(str(Path(__file__).resolve().parents[3]))

REFUSED = 3


def _job(name: str, options: Sequence[str] = ()) -> Callable[[bytes], bytes]:
    # Each job imports its own libraries: a photo does not wait for the PDF reader to load.
    match name:
        case "photo":
            from nexus.core.quarantine.crop import crop_from_words
            from nexus.core.quarantine.photo import shrink

            crop = crop_from_words(options)
            return lambda data: shrink(data, crop)
        case "cv":
            from nexus.core.quarantine.cv import kind_of

            return lambda data: kind_of(data).encode()
        case "pdf_text":
            from nexus.core.quarantine.pdf_text import write_text

            return write_text
        case "docx_text":
            from nexus.core.quarantine.docx_text import read_text

            return read_text
    raise SystemExit(f"There is no job {name}.")


def _limit(seconds: int, megabytes: int) -> None:
    try:
        import resource
    except ImportError:  # Windows: the parent's clock is the only limit there.
        return
    memory = megabytes * 1024 * 1024
    for what, soft, hard in (
        (resource.RLIMIT_CPU, seconds, seconds + 1),
        (resource.RLIMIT_DATA, memory, memory),
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # A container may allow less already.
            resource.setrlimit(what, (soft, hard))


def _name_only(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    # A message may repeat megabytes of the file; the parent keeps what it reads in memory.
    sys.stderr.write(f"{kind.__name__}: {str(error)[:200]}")


def main() -> int:
    """Do one job and return the exit status."""
    from nexus.core.quarantine.refused import Refused

    sys.excepthook = _name_only
    logging.disable()
    warnings.simplefilter("ignore")
    name, seconds, megabytes, *options = sys.argv[1:]
    job = _job(name, options)
    _limit(int(seconds), int(megabytes))
    status = 0
    try:
        result = job(sys.stdin.buffer.read())
    except Refused as refusal:
        result, status = refusal.code.encode(), REFUSED
    except MemoryError:
        result, status = b"too_complex", REFUSED
    sys.stdout.buffer.write(result)
    sys.stdout.buffer.flush()
    return status


if __name__ == "__main__":
    raise SystemExit(main())
