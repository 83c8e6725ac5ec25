"""A photo of a proposal, as who is logged in sees it."""

from dash import html

from config.language import N_, t

WITHOUT_WORDS = N_("Photo with the proposal, without a description")


def photo_path(organisation_id: int, key: str) -> str:
    """The address of a photo (`dashboard.web.photos` answers it)."""
    return f"/foto/{organisation_id}/{key}"


def photo_image(organisation_id: int, key: str, alt: str, size: tuple[int, int] | None = None) -> html.Img:
    """The picture; `size` in pixels keeps its room free until it is there."""
    width, height = size or (None, None)
    words, path = alt or t(WITHOUT_WORDS), photo_path(organisation_id, key)
    return html.Img(src=path, alt=words, className="photo", width=width, height=height)
