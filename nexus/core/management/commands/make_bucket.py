"""`manage.py make_bucket`: make the bucket that STORAGE_URL names, where it is not there yet."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from nexus.core.storages import public_storage


class Command(BaseCommand):
    help = "Make the bucket that STORAGE_URL names, unless it is there. Opens it to nobody."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--seconds", type=float, default=60, help="how long to wait for the storage to answer"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        storage: Any = public_storage()
        if not hasattr(storage, "bucket"):
            raise CommandError("STORAGE_URL names no bucket: files are on the disk.")

        from botocore.exceptions import BotoCoreError, ClientError

        deadline = time.monotonic() + options["seconds"]
        while True:
            try:
                self.stdout.write(_made(storage.connection.meta.client, storage.bucket.name))
                return
            except (BotoCoreError, ClientError) as exc:
                # A storage that has just been started refuses for a while before it answers.
                if time.monotonic() >= deadline:
                    raise CommandError(f"The bucket could not be made: {exc}") from exc
                time.sleep(1)


def _made(client: Any, name: str) -> str:
    """Make a bucket and return what became of it in a sentence."""
    from botocore.exceptions import ClientError

    try:
        client.head_bucket(Bucket=name)
    except ClientError as exc:
        if exc.response["Error"]["Code"] not in ("404", "NoSuchBucket"):
            raise
    else:
        return f"The bucket {name} is there."
    region = client.meta.region_name
    # Amazon's first region must not be named, and each other one must be.
    place = {} if region in (None, "us-east-1") else {"LocationConstraint": region}
    client.create_bucket(Bucket=name, **({"CreateBucketConfiguration": place} if place else {}))
    return f"Made the bucket {name}."
