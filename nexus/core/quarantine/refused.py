"""The one way in which a reader says no."""


class Refused(Exception):
    """A file is not accepted; `code` is one of the codes that `nexus.core.files` explains."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
