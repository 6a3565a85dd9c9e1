"""The background work of the site. Arguments are ids, because the queue stores them in clear."""

from django.tasks import task
from wagtail.images import get_image_model


@task(backend="q2")
def make_renditions(image_id: int, specs: list[str]) -> None:
    """Make a picture in some sizes and formats; running it twice makes each once."""
    image = get_image_model().objects.filter(pk=image_id).first()
    if image is not None:
        for spec in specs:
            image.get_rendition(spec)
