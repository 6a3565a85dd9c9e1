"""Backups: the database and the files of one moment, in one encrypted archive, and back again.

`sealing` encrypts a stream, `archive` parts it into sections, `snapshots` reads the rows of one
moment, `filing` follows the files, `making` and `restoring` put these together.
"""
