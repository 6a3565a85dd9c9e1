"""Builds and runs the image without a container engine: `make prove-image`."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import redis

from nexus.tests.image_proof.dockerfile import Stage, read_stages
from nexus.tests.image_proof.proof import NotProved, Proof, step
from nexus.tests.image_proof.roots import (
    BASE_ENVIRONMENT,
    BuildFailed,
    CannotProve,
    build,
    make_base,
    size_of,
)
from nexus.tests.machine import BASE_DIR

_DATABASE = "nexus_image_proof"
# Outside of the checkout, where it would be taken for code.
_FOLDER = Path("/var/tmp/nexus-image")
_TOOLS = ("debootstrap", "unshare", "nsenter", "chroot", "mount")


def main() -> int:
    """Build, look and run. Return the exit status."""
    parser = argparse.ArgumentParser(prog="make prove-image", description=__doc__)
    parser.add_argument("--database", required=True, help="a PostgreSQL; its name is not used")
    parser.add_argument("--cache", required=True, help="a Redis")
    parser.add_argument("--folder", type=Path, default=_FOLDER)
    parser.add_argument("--built", action="store_true", help="build nothing: run the last image")
    given = parser.parse_args()
    try:
        _look_at_the_machine()
        roots, final = _built(given.folder, anew=not given.built)
        with _scratch_database(given.database) as database:
            cache = _scratch_cache(given.cache)
            _prove(Proof(final, roots[final.name], given.folder, database, cache))
    except CannotProve as exc:
        sys.stderr.write(f"The image cannot be proved here. {exc}\n")
        return 2
    except (BuildFailed, NotProved) as exc:
        sys.stderr.write(f"{exc}\n")
        return 1
    sys.stdout.write("The image does what it promises.\n")
    return 0


def _look_at_the_machine() -> None:
    if os.geteuid() != 0:
        raise CannotProve("It takes root, to mount file systems and to change into them.")
    missing = [name for name in _TOOLS if shutil.which(name) is None]
    if missing:
        raise CannotProve(f"Install {', '.join(missing)} (Debian: debootstrap, util-linux).")
    if subprocess.run(["unshare", "--mount", "--pid", "--fork", "true"], check=False).returncode:
        raise CannotProve("The kernel grants no name spaces for mounts and processes.")


def _built(folder: Path, *, anew: bool) -> tuple[dict[str, Path], Stage]:
    """Return the root of each stage by its name, and the last stage."""
    stages = read_stages((BASE_DIR / "Dockerfile").read_text(), BASE_ENVIRONMENT)
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    roots = {stage.name: folder / stage.name for stage in stages}
    if not anew:
        return roots, stages[-1]
    base = folder / "base"
    with step(f"a bare Debian and Python instead of {stages[0].base} (kept for the next time)"):
        for image in {stage.base for stage in stages}:
            make_base(image, base)
    for stage in stages:
        root = roots[stage.name]
        with step(f"stage {stage.name}: {len(stage.steps)} steps"):
            shutil.rmtree(root, ignore_errors=True)
            subprocess.run(["cp", "-a", "--reflink=auto", str(base), str(root)], check=True)
            build(stage, root, BASE_DIR, roots)
    sizes = {name: size_of(root) for name, root in {"base": base, **roots}.items()}
    sys.stdout.write("          MB: " + ", ".join(f"{n} {mb:.0f}" for n, mb in sizes.items()))
    sys.stdout.write(f"; the image adds {sizes[stages[-1].name] - sizes['base']:.0f}\n")
    return roots, stages[-1]


def _prove(proof: Proof) -> None:
    for volume in proof.stage.volumes:
        shutil.rmtree(proof.folder / volume.strip("/"), ignore_errors=True)
    try:
        proof.look_inside()
        proof.refuse_without_migrations()
        proof.migrate()
        proof.start("web", proof.stage.command)
        proof.ask_the_web()
        worker = proof.start("worker", ["worker"])
        proof.all_is_well()
        proof.worker_that_stopped_is_told(worker)
        proof.stop("web")
        proof.stop("worker")
    finally:
        proof.end_all()


@contextmanager
def _scratch_database(url: str) -> Iterator[str]:
    server = url.rsplit("/", 1)[0]
    try:
        connection = psycopg.connect(f"{server}/postgres", autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as exc:
        raise CannotProve(f"PostgreSQL does not answer: {exc}") from exc
    drop = f'DROP DATABASE IF EXISTS "{_DATABASE}" WITH (FORCE)'
    with connection:
        connection.execute(drop)
        connection.execute(f'CREATE DATABASE "{_DATABASE}"')
        try:
            yield f"{server}/{_DATABASE}"
        finally:
            connection.execute(drop)


def _scratch_cache(url: str) -> str:
    try:
        redis.Redis.from_url(url, socket_connect_timeout=3).ping()
    except redis.RedisError as exc:
        raise CannotProve(f"Redis does not answer: {exc}") from exc
    return f"{url}?key_prefix={_DATABASE}"


if __name__ == "__main__":
    sys.exit(main())
