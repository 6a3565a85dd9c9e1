"""How much a file may hold, and what is said of one that holds more."""

from __future__ import annotations

MEGABYTE = 1024 * 1024
# Twenty thousand real postings have some 80 MB.
MOST_BYTES = 120 * MEGABYTE
# A spreadsheet is packed, and what it unpacks to has to be held in memory in parts.
MOST_BYTES_OF_XLSX = 25 * MEGABYTE
MOST_BYTES_UNPACKED = 250 * MEGABYTE
MOST_BYTES_OF_STRINGS = 48 * MEGABYTE
MOST_BYTES_OF_OTHER_PARTS = 8 * MEGABYTE
MOST_PARTS = 500
MOST_ROWS = 50_000
MOST_COLUMNS = 200
MOST_CHARACTERS_OF_CELL = 131_072
MOST_CHARACTERS_OF_ROW = 1_000_000
