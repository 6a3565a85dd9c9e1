"""The accounts with which the demo is tried out, one for each role."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from people.choices import Role

DEMO_PASSWORD = "nexus-demo"  # noqa: S105  # meant to be known
DOMAIN = "nexus.example"


class Login(NamedTuple):
    """An account for one role; `company` and `role` where it belongs to an employer."""

    username: str
    first: str
    last: str
    purpose: str
    company: str = ""
    role: Role | None = None

    @property
    def email(self) -> str:
        return f"{self.username}@{DOMAIN}"


LOGINS: tuple[Login, ...] = (
    Login("admin", "Ada", "Winter", "administrator: sees and changes everything"),
    Login("editor", "Edith", "Morrow", "editor of the CMS, at /cms/"),
    Login(
        "employer", "Denise", "Hollowell", "owner of Saltgrass Solar", "Saltgrass Solar", Role.OWNER
    ),
    Login(
        "recruiter",
        "Marco",
        "Delgado",
        "recruiter at Saltgrass Solar",
        "Saltgrass Solar",
        Role.RECRUITER,
    ),
    Login(
        "viewer",
        "Ida",
        "Lindgren",
        "viewer at Saltgrass Solar: reads only",
        "Saltgrass Solar",
        Role.VIEWER,
    ),
    Login(
        "rival",
        "Judith",
        "Ackroyd",
        "owner of Penhallow Mutual, another company",
        "Penhallow Mutual",
        Role.OWNER,
    ),
    Login("candidate", "Noor", "El Amrani", "looking for work, has applied to several jobs"),
)


class Writable(Protocol):
    """What text can be written to: a stream, or the output of a command."""

    def write(self, text: str, /) -> object: ...


def print_logins(out: Writable) -> None:
    """Write a table of those demo accounts which this database has; nothing where it has none."""
    # Here, so that the names above can be had without the models.
    from people.models import User

    names = [login.username for login in LOGINS]
    known = set(User.objects.filter(username__in=names).values_list("username", flat=True))
    present = [login for login in LOGINS if login.username in known]
    if not present:
        return
    out.write(f"\nSign in with the password {DEMO_PASSWORD} as\n")
    width = max(len(login.username) for login in present)
    for login in present:
        out.write(f"  {login.username:<{width}}  {login.purpose}\n")
    out.write("\n")
