"""Names of static files: with a hash once they are collected, plain until then."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedNames(CompressedManifestStaticFilesStorage):
    """Hashed and compressed files; a file that was never collected keeps its plain name.

    Only `url()` and `@import` of style sheets and the imports of our own modules are followed: the vendored files name
    source maps and modules that they do not ship, which the stock patterns take for an error. A module that imported
    another by its plain name would get the one from before an update.
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
        (
            "es/*.js",
            (
                (
                    """(?m)^(?P<matched>import(?P<names>[^;"]*)from\\s*"(?P<url>\\./[^"]*)"\\s*;)""",
                    """import%(names)sfrom "%(url)s";""",
                ),
                ("""(?m)^(?P<matched>import\\s*"(?P<url>\\./[^"]*)"\\s*;)""", """import "%(url)s";"""),
            ),
        ),
    )

    def stored_name(self, name: str) -> str:
        """Return the hashed name from the manifest, or the plain one."""
        stored: str = self.hashed_files.get(self.hash_key(self.clean_name(name)), name)
        return stored
