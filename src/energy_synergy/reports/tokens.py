"""Colours of the product as the reports draw them: those of the light theme of the pages, by the same names."""

from __future__ import annotations

COLORS = {
    "primary": "#0b6e99",
    "production": "#d07a00",
    "consumption": "#1b2f55",
    "local": "#0b8f73",
    "surplus": "#f7c566",
    "deficit": "#5b8def",
    "grid": "#8892a0",
    "ink": "#182433",
    "muted": "#5b6675",
    "line": "#e3e8ef",
    "card": "#ffffff",
    "soft": "#f0f4f8",
    "gap": "#8892a0",
    "ok": "#066a55",
    "ok-bg": "#dcf1ec",
    "warn": "#7a4a00",
    "warn-bg": "#fdf0d9",
    "err": "#98180f",
    "err-bg": "#fde7e5",
    "given-0": "#f0f4f8",
    "given-1": "#bfe5da",
    "given-2": "#0b8f73",
    "ramp-1": "#3567cf",
    "ramp-2": "#9dbcf7",
    "ramp-3": "#f2f4f7",
    "ramp-4": "#f9cf7e",
    "ramp-5": "#d07a00",
}
# The lines of a hatch, which keep a colour apart from its neighbours in grey: the pattern of Matplotlib and its colour.
HATCHES = {"surplus": ("/////", "#784200"), "production": ("|||||", "#ffffff")}
RAMP = tuple(COLORS[f"ramp-{place}"] for place in range(1, 6))
