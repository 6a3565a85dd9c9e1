"""Photos: opened by Pillow under limits, made small and upright, written anew."""

import struct
from collections.abc import Callable
from io import BytesIO

from PIL import Image, ImageCms, ImageFile, UnidentifiedImageError
from PIL.JpegImagePlugin import JpegImageFile

from nexus.core.quarantine.crop import Crop, square
from nexus.core.quarantine.refused import Refused

MAX_PIXELS = 50_000_000
MAX_SIDE = 500
# Large pictures are averaged down to about this first, in strips, before the careful resize.
_ROUGH_SIDE = 2 * MAX_SIDE
_JPEG_QUALITY = 85
_MAX_PROGRESSIVE_BYTES = 220_000_000

_ORIENTATION_TAG = 0x0112
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# A crop of the upright picture as one of the picture as it is stored.
_AS_STORED: dict[int, Callable[[float, float], tuple[float, float]]] = {
    2: lambda across, down: (1 - across, down),
    3: lambda across, down: (1 - across, 1 - down),
    4: lambda across, down: (across, 1 - down),
    5: lambda across, down: (down, across),
    6: lambda across, down: (down, 1 - across),
    7: lambda across, down: (1 - down, 1 - across),
    8: lambda across, down: (1 - down, across),
}


def shrink(data: bytes, crop: Crop | None = None) -> bytes:
    """Return the picture as a new JPEG, or PNG where it has transparency, upright and small.

    Whole, or of it the square that `crop` describes. Nothing but pixels survives. Raises Refused with `unreadable` or `too_many_pixels`, the latter
    before a single pixel is decoded.
    """
    # The limit is ours; Pillow's own would only warn between its two thresholds.
    Image.MAX_IMAGE_PIXELS = None
    try:
        image = Image.open(BytesIO(data), formats=("JPEG", "PNG"))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise Refused("unreadable") from error
    if image.width * image.height > MAX_PIXELS:
        raise Refused("too_many_pixels")
    if _progressive_bytes(image) > _MAX_PROGRESSIVE_BYTES:
        raise Refused("too_complex")
    try:
        # A JPEG can be decoded at a fraction of its size.
        needed = round(_ROUGH_SIDE * (crop.zoom if crop else 1))
        image.draft(None, (needed, needed))
        image.load()
        orientation = _orientation(image)
        small = _reduced(image, _box(image.size, crop, orientation))
    except (OSError, ValueError, SyntaxError, EOFError, struct.error) as error:
        raise Refused("unreadable") from error
    small.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    small = _in_srgb(small, image.info.get("icc_profile"))
    if orientation in _UPRIGHT:
        small = small.transpose(_UPRIGHT[orientation])
    return _encoded(small)


def _progressive_bytes(image: ImageFile.ImageFile) -> int:
    """Return what the decoder holds of a progressive JPEG: two bytes for each sample, all scans."""
    if not isinstance(image, JpegImageFile) or "progressive" not in image.info:
        return 0
    shares = [across * down for _, across, down, _ in image.layer]
    return 2 * image.width * image.height * sum(shares) // max(shares)


def _orientation(image: ImageFile.ImageFile) -> int:
    """Return how the camera was held. Only for a loaded image: of a PNG this decodes the pixels."""
    try:
        return int(image.getexif().get(_ORIENTATION_TAG, 1))
    except (OSError, ValueError, TypeError, SyntaxError, KeyError, IndexError, struct.error):
        # Broken EXIF is common in sound photos, and the picture is what counts.
        return 1


def _box(size: tuple[int, int], crop: Crop | None, orientation: int) -> tuple[int, int, int, int]:
    """Return what is kept of a picture of `size`, as it is stored: the whole without a crop."""
    if crop is None:
        return (0, 0, *size)
    if orientation in _AS_STORED:
        across, down = _AS_STORED[orientation](crop.across, crop.down)
        crop = Crop(across, down, crop.zoom)
    return square(size, crop)


def _reduced(image: ImageFile.ImageFile, box: tuple[int, int, int, int]) -> Image.Image:
    """Return what lies in the box as RGB or RGBA, averaged down by a whole factor.

    Strip by strip, because a conversion of the whole would hold a second copy of up to 200 MB.
    """
    mode = "RGBA" if image.has_transparency_data else "RGB"
    left, first, right, last = box
    across, down = right - left, last - first
    factor = max(1, max(across, down) // _ROUGH_SIDE)
    width, height = (-(-side // factor) for side in (across, down))
    result = Image.new(mode, (width, height))
    rows = factor * max(1, 1_000_000 // (across * factor))
    for top in range(first, last, rows):
        strip = image.crop((left, top, right, min(top + rows, last)))
        if strip.mode.startswith("I") or strip.mode == "F":
            # 16 bits a pixel: Pillow would clip instead of scaling.
            strip = strip.convert("I").point(lambda value: value * (1 / 256)).convert("L")
        result.paste(strip.convert(mode).reduce(factor), (0, (top - first) // factor))
    return result


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return the picture in the colour space that browsers assume once the profile is gone."""
    if not profile:
        return image
    try:
        converted = ImageCms.profileToProfile(
            image, ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB")
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        # Damaged, or of another colour space than the picture: shown without it, as browsers do.
        return image
    return converted or image


def _encoded(image: Image.Image) -> bytes:
    if image.mode == "RGBA" and image.getchannel("A").getextrema() == (255, 255):
        image = image.convert("RGB")
    # A fresh image: `info` may still hold what came with the old file.
    clean = Image.new(image.mode, image.size)
    clean.paste(image)
    out = BytesIO()
    if clean.mode == "RGBA":
        clean.save(out, "PNG", optimize=True)
    else:
        clean.save(out, "JPEG", quality=_JPEG_QUALITY, optimize=True)
    return out.getvalue()
