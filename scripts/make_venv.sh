#!/bin/sh
# Make a virtual environment with the first Python that is new enough.
set -eu
target=$1
for candidate in python3.12 python3.13 python3.14 python3 python; do
  if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null; then
    exec "$candidate" -m venv "$target"
  fi
done
echo "Nexus needs Python 3.12 or newer, and none was found on this machine." >&2
exit 1
