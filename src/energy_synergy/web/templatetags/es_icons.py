"""The icons of the pages: strokes on a grid of 24, drawn for this product."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

STROKES = {
    "overview": "M4 4h7v9H4z M13 4h7v5h-7z M13 12h7v8h-7z M4 16h7v4H4z",
    "data": "M4 6c0-1.7 3.6-3 8-3s8 1.3 8 3-3.6 3-8 3-8-1.3-8-3z M4 6v12c0 1.7 3.6 3 8 3s8-1.3 8-3V6 "
    "M4 12c0 1.7 3.6 3 8 3s8-1.3 8-3",
    "groups": "M3 21h18 M5 21V8l7-4v17 M12 21h7V11l-7-2.5 M8 11v.01 M8 14.5v.01 M8 18v.01 M15.5 14v.01 M15.5 17.5v.01",
    "about": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z M12 8v.01 M11 12h1v4h1",
    "menu": "M4 6h16 M4 12h16 M4 18h16",
    "theme": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z M12 3v18 M15 3.6v16.8 M18 5.3v13.4",
    "left": "M15 5l-7 7 7 7",
    "right": "M9 5l7 7-7 7",
    "down": "M6 9l6 6 6-6",
    "calendar": "M4 6h16v14H4z M4 10.5h16 M8 3v4 M16 3v4",
    "table": "M4 5h16v14H4z M4 10h16 M4 14.5h16 M10 10v9",
    "chart": "M4 4v16h16 M7 15l4-5 3.5 3L20 7",
    "download": "M12 4v11 M7.5 11 12 15.5 16.5 11 M5 19.5h14",
    "upload": "M12 16V5 M7.5 9 12 4.5 16.5 9 M5 19.5h14",
    "warning": "M12 4 2.8 20h18.4z M12 10v4 M12 17v.01",
    "error": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z M12 8v5 M12 16v.01",
    "check": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z M8 12.3l2.8 2.7L16 9.5",
    "clock": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z M12 7v5l3.5 2",
    "globe": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z M3.4 9.5h17.2 M3.4 14.5h17.2 "
    "M12 3c-5.2 5-5.2 13 0 18 M12 3c5.2 5 5.2 13 0 18",
    "company": "M3 21V11l6 3.5V11l6 3.5V4h4l1 17z M7.5 17.5h1 M12 17.5h1 M16.5 17.5h1",
    "estimated": "M4 19h3 M10.5 19h3 M17 19h3 M4 14c2-5 4-7.5 6-7.5s2.5 5 5 5c1.7 0 3-1.5 5-4.5",
    "balance": "M3 12h18 M4 12c1.6-7 4.8-7 6.4 0 M13.6 12c1.6 7 4.8 7 6.4 0",
    "quality": "M12 3l8 3v6c0 4.6-3.2 7.8-8 9-4.8-1.2-8-4.4-8-9V6z M8.5 12l2.5 2.5 4.5-5",
    "compare": "M8 4 4 8l4 4 M4 8h13 M16 12l4 4-4 4 M20 16H7",
    "report": "M6 3h8l4 4v14H6z M14 3v4h4 M9 12h6 M9 15.5h6 M9 19h3",
    "plus": "M12 5v14 M5 12h14",
    "undo": "M9 14 4 9l5-5 M4 9h10a6 6 0 0 1 0 12h-3",
    "tick": "M5 12.5l4.5 4.5L19 7",
    "eye": "M2.5 12s3.5-6.5 9.5-6.5 9.5 6.5 9.5 6.5-3.5 6.5-9.5 6.5S2.5 12 2.5 12z M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
    "shield": "M12 3l7.5 3v5.5c0 4.6-3.1 8-7.5 9.5-4.4-1.5-7.5-4.9-7.5-9.5V6z M8.8 12l2.3 2.3 4.2-4.4",
    "people": "M9 4.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z M2.5 20c0-3.6 2.9-5.7 6.5-5.7s6.5 2.1 6.5 5.7 "
    "M16 5a3.2 3.2 0 0 1 0 6.3 M18 14.6c2.2.8 3.5 2.7 3.5 5.4",
    "settings": "M4 7h9 M17 7h3 M15 4.8v4.4 M4 17h3 M11 17h9 M9 14.8v4.4 M4 12h13 M20 12h0",
    "record": "M6 3.5h9l4 4V20.5H6z M14.5 3.5V8H19 M9 12h7 M9 15.5h7",
    "person": "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8z M4.5 20.5c.8-3.6 3.8-5.5 7.5-5.5s6.7 1.9 7.5 5.5",
    "leave": "M14 4H5v16h9 M10 12h10 M16.5 8.5 20 12l-3.5 3.5",
    "profiles": "M4 19h16 M4 15l4-6 4 2 4-5 4 4",
    "redo": "M15 14l4-4-4-4 M19 10H9a4 4 0 0 0 0 8h1",
    "wave": "M3 12c2 0 3-7 5-7s2 14 5 14 3-7 5-7h3",
    "minus": "M5 12h14",
    "copy": "M9 9h11v11H9z M5 15H4V4h11v1",
    "price": "M17.5 7.2A6.7 6.7 0 1 0 17.5 16.8 M3.5 10.4h9.5 M3.5 13.6h9.5",
    "save": "M6 4h10l4 4v12H4V6a2 2 0 0 1 2-2z M8 4v5h6V4 M12 13a2 2 0 1 0 0 4 2 2 0 0 0 0-4z",
}


@register.simple_tag
def icon(name: str) -> SafeString:
    """Return an icon that is hidden from screen readers: the words beside it say what it means."""
    path = STROKES[name]
    return mark_safe(
        '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linecap="round" '
        f'stroke-linejoin="round" aria-hidden="true" focusable="false"><path d="{path}"/></svg>'
    )
