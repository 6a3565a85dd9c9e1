"""Why a file cannot be imported at all."""


class FileRefused(Exception):
    """The message is a sentence for whoever chose the file."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
