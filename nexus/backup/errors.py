"""What can be wrong with a backup; each message is a sentence for whoever runs the command."""


class BackupError(Exception):
    """A backup could not be made, read or restored. The message says why."""


class NotABackup(BackupError):
    def __init__(self) -> None:
        super().__init__("This file is no backup of Nexus, or its beginning is damaged.")


class WrongKey(BackupError):
    def __init__(self) -> None:
        super().__init__(
            "None of BACKUP_KEYS opens this backup: it was made with another key, or its beginning"
            " is damaged."
        )


class Damaged(BackupError):
    """The archive was altered or cut."""

    def __init__(self, what: str) -> None:
        super().__init__(f"The backup is damaged: {what}.")
