#!/bin/sh
# Writes .env with fresh secrets for compose.yml, once: what is stored depends on the keys.
set -eu
cd "$(dirname "$0")/.."
if [ -e .env ]; then
  echo ".env is there already and stays as it is: without its keys nothing stored can be read." >&2
  exit 1
fi
secret() { head -c 36 /dev/urandom | base64 | tr '+/' '-_'; }
umask 077
{
  echo "# Made once by scripts/make_env.sh. Keep it, and apart from the database's backups."
  for name in SECRET_KEY ENCRYPTION_KEYS INDEX_KEY JWT_SECRET POSTGRES_PASSWORD S3_SECRET; do
    echo "$name=$(secret)"
  done
} >.env
echo "Wrote .env."
