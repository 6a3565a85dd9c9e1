"""Makes a root file system of each stage of a Dockerfile, beginning with a bare Debian."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from nexus.tests.image_proof.dockerfile import Ignored, Stage, Step
from nexus.tests.image_proof.engine import Container

BASE_ENVIRONMENT = {
    "PATH": "/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME": "/root",
}
_BASE_IMAGE = re.compile(r"python:(?P<python>3\.\d+)-slim-(?P<debian>[a-z]+)")
# What the official images of Python install, and the libraries that Python itself is linked with.
_PACKAGES = (
    "ca-certificates,netbase,tzdata,libbz2-1.0,libcrypt1,libffi8,liblzma5,libncursesw6,"
    "libreadline8t64,libsqlite3-0,libssl3t64,libuuid1,zlib1g"
)
_CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")


class CannotProve(Exception):
    """What the machine lacks, in a sentence."""


class BuildFailed(Exception):
    """A step of the Dockerfile that ended with another status than nought, and what it said."""


def make_base(image: str, folder: Path) -> None:
    """Make what stands for the base image: the same Debian, and this machine's own Python of the
    version that its tag names, put where that image has it."""
    wanted = _BASE_IMAGE.fullmatch(image)
    if wanted is None:
        raise CannotProve(f"Only images as python:3.12-slim-trixie can be stood in for: {image}.")
    ours = f"{sys.version_info.major}.{sys.version_info.minor}"
    if wanted["python"] != ours:
        raise CannotProve(f"{image} has Python {wanted['python']}, this environment {ours}.")
    if not folder.exists():
        began = folder.with_suffix(".part")
        shutil.rmtree(began, ignore_errors=True)
        mirror = os.environ.get("DEBIAN_MIRROR", "http://deb.debian.org/debian")
        command = ["debootstrap", "--variant=minbase", f"--include={_PACKAGES}"]
        with folder.with_suffix(".log").open("wb") as log:
            done = subprocess.run(
                [*command, wanted["debian"], str(began), mirror],
                stdout=log,
                stderr=log,
                check=False,
            )
        if done.returncode:
            raise CannotProve(f"debootstrap failed, see {log.name}; DEBIAN_MIRROR is {mirror}.")
        _unmounted(began)
        _put_python(began, ours)
        began.rename(folder)


def _unmounted(root: Path) -> None:
    """Take away the mounts that debootstrap leaves behind where it cannot undo them."""
    for name in ("proc", "sys"):
        if os.path.ismount(root / name):
            subprocess.run(["umount", "--lazy", str(root / name)], check=True)


def _put_python(root: Path, version: str) -> None:
    source, target = Path(sys.base_prefix), root / "usr" / "local"
    left_out = shutil.ignore_patterns("__pycache__", "test", "site-packages", "config-*", "*.a")
    library = f"lib/python{version}"
    shutil.copytree(source / library, target / library, ignore=left_out, symlinks=True)
    (target / library / "site-packages").mkdir()
    for shared in (source / "lib").glob("libpython*.so*"):
        shutil.copy2(shared, target / "lib", follow_symlinks=False)
    shutil.copy2(source / "bin" / f"python{version}", target / "bin")
    for name in ("python3", "python"):
        (target / "bin" / name).symlink_to(f"python{version}")
    python = Container(root, dict(BASE_ENVIRONMENT))
    python.prepare()
    for command in (["ldconfig"], ["python", "-c", "import ssl, sqlite3, readline, ctypes, lzma"]):
        status, said = python.run(command)
        if status:
            raise CannotProve(f"This machine's Python does not run in a bare Debian: {said}")


def build(stage: Stage, root: Path, context: Path, others: dict[str, Path]) -> None:
    """Do the steps of a stage in a root that is a copy of its base image's."""
    for step in stage.steps:
        if step.name == "RUN":
            _run(step, root)
        elif step.name == "COPY":
            _copy(step, root, context, others)
        else:
            (root / step.folder.lstrip("/")).mkdir(parents=True, exist_ok=True)
    for volume in stage.volumes:
        (root / volume.lstrip("/")).mkdir(parents=True, exist_ok=True)


def _run(step: Step, root: Path) -> None:
    outside, mounts = _registries(root)
    environment = step.environment | outside
    container = Container(root, environment, step.folder, step.user, mounts=mounts)
    made = container.prepare()
    status, said = container.run(["/bin/sh", "-c", step.arguments])
    for path in made:
        path.rmdir() if path.is_dir() else path.unlink(missing_ok=True)
    if status:
        raise BuildFailed(f"RUN {step.arguments}\nended with status {status}:\n{said[-4000:]}")


def _registries(root: Path) -> tuple[dict[str, str], dict[str, Path]]:
    """Return how this machine reaches its package registries: variables, and what is mounted."""
    named = [name for name in os.environ if name.lower().endswith("_proxy")]
    environment = {name: os.environ[name] for name in named}
    listed = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=True
    ).stdout
    for name, value in re.findall(
        r"^(?:global|user|site|install)\.([a-z-]+)='(.*)'$", listed, re.M
    ):
        environment[f"PIP_{name.upper().replace('-', '_')}"] = value
    environment |= {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
    values = " ".join(environment.values()).split()
    # The pages of an index on disk lead to files beside it.
    indexes = [Path(one.removeprefix("file://")).parent for one in values if "file:///" in one]
    local = [*indexes, *(Path(one) for one in values if one.startswith("/"))]
    mounts = {str(path): path for path in local if path.exists()}
    if _CERTIFICATES.exists():
        mounts[str(_CERTIFICATES)] = _CERTIFICATES
    settings = _settings_of_apt(root.with_suffix(".apt"))
    return environment | {"APT_CONFIG": "/run/apt.conf"}, mounts | {"/run/apt.conf": settings}


def _settings_of_apt(path: Path) -> Path:
    told = subprocess.run(["apt-config", "dump"], capture_output=True, text=True, check=True).stdout
    lines = re.findall(r"^Acquire::(?:https?|Check-[A-Za-z-]+)\b.*$", told, re.MULTILINE)
    path.write_text("\n".join([*lines, ""]))
    return path


def _copy(step: Step, root: Path, context: Path, others: dict[str, Path]) -> None:
    *sources, target = step.words
    to = root / os.path.normpath(Path(step.folder) / target).lstrip("/")
    stage = step.flags.get("from")
    for source in sources:
        if stage is not None:
            subprocess.run(["cp", "-aT", f"{others[stage]}{source}", str(to)], check=True)
            continue
        names = Ignored((context / ".dockerignore").read_text()).files(context)
        wanted = [name for name in names if source == "." or name == source]
        if not wanted:
            raise BuildFailed(f"COPY {step.arguments}: the context has no {source}.")
        for name in wanted:
            place = to / name
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(context / name, place, follow_symlinks=False)
            os.chown(place, 0, 0, follow_symlinks=False)


def size_of(root: Path) -> float:
    """Return how many MB a root takes on disk."""
    done = subprocess.run(
        ["du", "-sx", "--block-size=1000", str(root)], capture_output=True, text=True, check=True
    )
    return int(done.stdout.split()[0]) / 1000
