"""ARIA attributes of components, which Python cannot name as keywords."""

from typing import Any


def aria(**attributes: str) -> dict[str, Any]:
    """`html.Span("x", **aria(hidden="true"))` sets `aria-hidden`."""
    return {f"aria-{name}": value for name, value in attributes.items()}
