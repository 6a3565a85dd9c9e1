"""Settings, URLs and the API root of the project."""

import sys
from pathlib import Path

# `site/` holds importable apps but cannot be a package: the standard library owns the name.
# Every entry point imports `nexus.settings` first, so a checkout works without being installed.
_SITE = str(Path(__file__).resolve().parent.parent / "site")
if _SITE not in sys.path:
    sys.path.insert(0, _SITE)
