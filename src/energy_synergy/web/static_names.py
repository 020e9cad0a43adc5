"""Names of static files: with a hash once they are collected, plain until then."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedNames(CompressedManifestStaticFilesStorage):
    """Hashed and compressed files; a file that was never collected keeps its plain name.

    Only `url()` and `@import` of style sheets are followed: the vendored files name source maps that they
    do not ship, which the stock patterns take for an error.
    """

    manifest_strict = False
    patterns = (
        (
            "*.css",
            (
                """(?P<matched>url\\((?P<quote>['"]{0,1})\\s*(?P<url>.*?)(?P=quote)\\))""",
                ("""(?P<matched>@import\\s*["']\\s*(?P<url>.*?)["'])""", """@import url("%(url)s")"""),
            ),
        ),
    )

    def stored_name(self, name: str) -> str:
        """Return the hashed name from the manifest, or the plain one."""
        stored: str = self.hashed_files.get(self.hash_key(self.clean_name(name)), name)
        return stored
