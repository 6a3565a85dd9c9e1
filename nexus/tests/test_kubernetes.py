"""What the manifests of deploy/kubernetes promise, and that they fit the image, the code and each other."""

from __future__ import annotations

import base64
import binascii
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands
from django.test import Client

BASE_DIR = Path(__file__).resolve().parents[2]
FOLDER = BASE_DIR / "deploy" / "kubernetes"
KUSTOMIZATION: dict[str, Any] = yaml.safe_load((FOLDER / "kustomization.yaml").read_text())
SETTINGS_PAGE = (BASE_DIR / "docs" / "configuration.md").read_text()
ENTRYPOINT = (BASE_DIR / "scripts" / "entrypoint.sh").read_text()
COMMANDS = set(re.findall(r"^  (\w+)\)$", ENTRYPOINT, re.MULTILINE))
USER = 10001


def _all() -> list[dict[str, Any]]:
    files = [path for path in sorted(FOLDER.glob("*.yaml")) if path.name != "kustomization.yaml"]
    return [found for path in files for found in yaml.safe_load_all(path.read_text())]


MANIFESTS = _all()


def _of(kind: str) -> list[dict[str, Any]]:
    return [one for one in MANIFESTS if one["kind"] == kind]


def _template(manifest: dict[str, Any]) -> dict[str, Any]:
    spec = manifest["spec"]
    if manifest["kind"] == "CronJob":
        spec = spec["jobTemplate"]["spec"]
    found: dict[str, Any] = spec["template"]
    return found


# By name.
WORKLOADS = {
    one["metadata"].get("name", "migrate"): _template(one)
    for one in MANIFESTS
    if one["kind"] in {"Deployment", "Job", "CronJob"}
}


def test_there_is_one_of_each_kind_that_the_page_names() -> None:
    kinds = sorted(one["kind"] for one in MANIFESTS)

    assert kinds == [
        *("ConfigMap", "CronJob", "Deployment", "Deployment", "HorizontalPodAutoscaler", "Ingress"),
        *("Job", "PersistentVolumeClaim", "PodDisruptionBudget", "Secret", "Service"),
    ]


def test_no_namespace_is_named() -> None:
    assert [one for one in MANIFESTS if "namespace" in one["metadata"]] == []
    assert "namespace" not in KUSTOMIZATION


def test_the_kustomization_leaves_out_the_secret_and_the_migration_alone() -> None:
    files = {path.name for path in FOLDER.glob("*.yaml")}

    left_out = files - set(KUSTOMIZATION["resources"]) - {"kustomization.yaml"}

    assert left_out == {"secret.example.yaml", "migrate.yaml"}
    assert set(KUSTOMIZATION["resources"]) <= files


@pytest.mark.parametrize("template", WORKLOADS.values(), ids=WORKLOADS)
def test_each_pod_runs_without_privileges_and_writes_to_two_folders(
    template: dict[str, Any],
) -> None:
    spec = template["spec"]
    (container,) = spec["containers"]

    assert spec["automountServiceAccountToken"] is False
    assert spec["securityContext"]["runAsNonRoot"] is True
    assert spec["securityContext"]["runAsUser"] == USER
    assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    mounts = {one["name"]: one["mountPath"] for one in container["volumeMounts"]}
    assert mounts.items() >= {"data": "/data", "tmp": "/tmp"}.items()
    assert set(mounts) == {one["name"] for one in spec["volumes"]}
    assert {"cpu", "memory"} == set(container["resources"]["requests"])
    assert "memory" in container["resources"]["limits"]


def test_the_user_is_that_of_the_image() -> None:
    (user,) = re.findall(r"^USER (\d+)$", (BASE_DIR / "Dockerfile").read_text(), re.MULTILINE)

    assert int(user) == USER


@pytest.mark.parametrize("template", WORKLOADS.values(), ids=WORKLOADS)
def test_each_container_runs_a_command_of_the_image(template: dict[str, Any]) -> None:
    (container,) = template["spec"]["containers"]
    first, *rest = container["args"]

    assert "command" not in container
    assert first in COMMANDS
    assert first != "manage" or rest[0] in get_commands()


def test_the_image_is_the_same_everywhere() -> None:
    (image,) = KUSTOMIZATION["images"]
    named = {one["spec"]["containers"][0]["image"] for one in WORKLOADS.values()}

    # The migration is no part of the kustomization, which would write it in.
    assert named == {image["name"], f"{image['newName']}:{image['newTag']}"}


def test_every_variable_is_documented_and_every_source_is_there() -> None:
    (settings,), (secret,) = _of("ConfigMap"), _of("Secret")
    names = set(settings["data"]) | set(secret["data"])
    (sources,) = {str(one["spec"]["containers"][0]["envFrom"]) for one in WORKLOADS.values()}

    assert {name for name in names if not re.search(rf"`{name}`", SETTINGS_PAGE)} == set()
    assert settings["metadata"]["name"] in sources
    assert secret["metadata"]["name"] in sources


def test_production_finds_all_that_has_no_default() -> None:
    (settings,), (secret,) = _of("ConfigMap"), _of("Secret")
    source = (BASE_DIR / "nexus" / "settings.py").read_text()
    needed = set(re.findall(r'_secret\("(\w+)"\)', source))

    assert needed
    assert needed <= set(secret["data"])
    assert not needed & set(settings["data"])


def test_the_example_of_the_secret_is_refused_as_it_is() -> None:
    (secret,) = _of("Secret")

    assert "stringData" not in secret
    for value in secret["data"].values():
        with pytest.raises(binascii.Error):
            base64.b64decode(value, validate=True)


@pytest.mark.django_db
def test_probes_ask_what_is_answered() -> None:
    web, worker = (one["spec"]["template"]["spec"] for one in _of("Deployment"))
    if web["containers"][0]["name"] != "web":
        web, worker = worker, web
    container = web["containers"][0]
    ports = {port["name"]: port["containerPort"] for port in container["ports"]}
    paths = {
        name: container[name]["httpGet"]["path"]
        for name in ("startupProbe", "livenessProbe", "readinessProbe")
    }

    assert paths == {
        "startupProbe": "/healthz",
        "livenessProbe": "/healthz",
        "readinessProbe": "/readyz",
    }
    assert [Client().get(path).status_code for path in paths.values()] == [200] * 3
    assert {container[name]["httpGet"]["port"] for name in paths} == set(ports)
    assert worker["containers"][0]["livenessProbe"]["exec"]["command"] == [
        *("python", "-m", "nexus.healthcheck")
    ]


def test_each_has_the_time_that_its_last_work_takes() -> None:
    grace = {
        one["spec"]["template"]["spec"]["containers"][0]["name"]: one["spec"]["template"]["spec"][
            "terminationGracePeriodSeconds"
        ]
        for one in _of("Deployment")
    }
    gunicorn = (BASE_DIR / "gunicorn.conf.py").read_text()
    (waits,) = re.findall(r"^graceful_timeout = (\d+)$", gunicorn, re.MULTILINE)

    assert grace["web"] >= 10 + int(waits)
    assert grace["worker"] == 75


def test_selectors_match_labels_and_nobody_else() -> None:
    labels = {
        one["metadata"]["name"]: one["spec"]["template"]["metadata"]["labels"]
        for one in _of("Deployment")
    }
    (service,), (budget,), (scaler,) = (
        _of(kind) for kind in ("Service", "PodDisruptionBudget", "HorizontalPodAutoscaler")
    )

    for deployment in _of("Deployment"):
        selector = deployment["spec"]["selector"]["matchLabels"]
        found = [name for name, given in labels.items() if selector.items() <= given.items()]
        assert found == [deployment["metadata"]["name"]]
    for selector in (service["spec"]["selector"], budget["spec"]["selector"]["matchLabels"]):
        found = [name for name, given in labels.items() if selector.items() <= given.items()]
        assert found == ["nexus-web"]
    assert scaler["spec"]["scaleTargetRef"]["name"] in labels


def test_the_ingress_leads_to_the_service_by_a_host_that_is_allowed() -> None:
    (ingress,), (service,), (settings,) = (
        _of(kind) for kind in ("Ingress", "Service", "ConfigMap")
    )
    (rule,) = ingress["spec"]["rules"]
    backend = rule["http"]["paths"][0]["backend"]["service"]

    assert backend["name"] == service["metadata"]["name"]
    assert backend["port"]["name"] in {port["name"] for port in service["spec"]["ports"]}
    assert rule["host"] in settings["data"]["ALLOWED_HOSTS"].split(",")
    assert settings["data"]["BASE_URL"] == f"https://{rule['host']}"


def test_no_volume_is_shared_between_pods() -> None:
    (claim,) = _of("PersistentVolumeClaim")

    assert claim["spec"]["accessModes"] == ["ReadWriteOnce"]
    users = [
        name
        for name, one in WORKLOADS.items()
        if any("persistentVolumeClaim" in volume for volume in one["spec"]["volumes"])
    ]
    assert users == ["nexus-backup"]
