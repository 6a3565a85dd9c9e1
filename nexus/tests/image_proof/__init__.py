"""Proves the image without a container engine: builds and runs what the Dockerfile says in bare roots.

`dockerfile` reads the instructions, `roots` makes a root file system of each stage, `engine` runs
processes in them as a container engine would, and `proof` looks at what comes of it.
"""
