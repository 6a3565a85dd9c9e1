"""Everything that opens the bytes of strangers; it runs in a process of its own, under limits.

Started by `nexus.core.files.sandbox`. Knows neither Django nor the database nor a setting, so that
it starts quickly and has nothing to give away.
"""

# No CV is longer; what follows after this many characters of extracted text is dropped.
MAX_CHARACTERS = 200_000
