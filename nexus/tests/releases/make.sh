#!/bin/sh
# Makes the database of a released commit that test_previous_release.py brings up to date:
#     nexus/tests/releases/make.sh 63c4762
# The release itself makes its demo market, in an environment of its own; shrink.py keeps a part of it.
set -eu
commit=$1
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'git -C "$here" worktree remove --force "$work/tree"; rm -rf "$work"' EXIT
git -C "$here" worktree add --quiet --detach "$work/tree" "$commit"
cd "$work/tree"
export ENV_FILE="$here/keys.env" DATA_DIR="$work/data"
mkdir "$DATA_DIR"
make demo
python3 "$here/shrink.py" "$DATA_DIR/nexus.sqlite3"
gzip -9n -c "$DATA_DIR/nexus.sqlite3" >"$here/$commit.sqlite3.gz"
