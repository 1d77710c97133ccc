"""Programs of others from npm, installed by the tests that need them; nothing is committed."""

import json
from collections.abc import Mapping
from pathlib import Path

from tests.judges.keeping import keep, run


def npm_folder(name: str, packages: Mapping[str, str]) -> Path:
    """A folder whose `node_modules` holds these packages at these exact versions.

    `packages`: name → version. Skips the test where Node, npm or the network is missing.
    """
    wanted = [f"{package}@{version}" for package, version in packages.items()]

    def install(folder: Path) -> None:
        manifest = {"name": f"judge-{name}", "private": True, "dependencies": dict(packages)}
        (folder / "package.json").write_text(json.dumps(manifest), "utf-8")
        run(["node", "--version"], folder)
        run(
            ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"],
            folder,
        )

    return keep(f"npm-{name}", wanted, install)
