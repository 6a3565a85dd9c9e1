"""Bringing postings in from JSON Lines: reading, mapping onto our vocabulary, writing in bulk.

`loader.load` runs the whole; `reader` finds rows in a file, `mapping` makes a `Posting` of one,
`writer` stores a chunk of them. Nothing here is called while a request is answered.
"""
