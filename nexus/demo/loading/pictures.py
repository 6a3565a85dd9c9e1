"""Draws the pictures that the demo's pages name, and puts them among the images of the CMS."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.utils.text import slugify
from wagtail.images import get_image_model

from nexus.core.storages import public_storage, saved_file
from nexus.demo.content.pictures import Face, Picture
from nexus.demo.drawings import PORTRAIT_SIZE, portrait
from nexus.demo.scenes import SIZE, scene

if TYPE_CHECKING:
    from contextlib import ExitStack

# What must stay in a picture when its top and bottom are cut off: this far down, of its height.
_MIDDLE_OF = {"street": 0.72, "town": 0.62, "solar": 0.62, "hills": 0.6, "office": 0.55}


class Pictures:
    """The images by what they show, each drawn when it is first asked for."""

    def __init__(self, files: ExitStack) -> None:
        self._files = files
        self._images: dict[tuple[str, ...], Any] = {}

    def image(self, picture: Picture | Face) -> Any:
        """Return the image of the CMS."""
        if picture[:2] not in self._images:
            self._images[picture[:2]] = self._drawn(picture)
        return self._images[picture[:2]]

    def put_into(self, value: Any) -> Any:
        """Return `value`, the content of blocks, with images in place of the pictures' names."""
        if isinstance(value, Picture | Face):
            image = get_image_model().objects.get(pk=self.image(value).pk)
            image.decorative = isinstance(value, Face)
            image.contextual_alt_text = "" if image.decorative else value[-1]
            return image
        if isinstance(value, dict):
            return {name: self.put_into(part) for name, part in value.items()}
        if isinstance(value, list):
            return [self.put_into(part) for part in value]
        return tuple(map(self.put_into, value)) if isinstance(value, tuple) else value

    def _drawn(self, picture: Picture | Face) -> Any:
        if isinstance(picture, Face):
            seeded = Random(picture.initials)  # noqa: S311  # for variety, not for secrets
            content, (width, height) = portrait(picture.initials, seeded), (PORTRAIT_SIZE,) * 2
            title, shows, middle = f"Portrait {picture.initials}", "", 0.5
        else:
            content, (width, height) = scene(picture.scene, picture.tones), SIZE
            title, shows = f"{picture.scene}, {picture.tones}".capitalize(), picture.shows
            middle = _MIDDLE_OF.get(picture.scene, 0.5)
        name = f"original_images/{slugify(title)}.png"
        stored = self._files.enter_context(saved_file(public_storage(), name, ContentFile(content)))
        image = get_image_model()(
            title=title,
            description=shows,
            width=width,
            height=height,
            focal_point_x=width // 2,
            focal_point_y=round(height * middle),
            focal_point_width=1,
            focal_point_height=1,
            file_size=len(content),
        )
        image.file.name = stored
        image.save()
        return image
