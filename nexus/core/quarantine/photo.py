"""Photos: opened by Pillow under limits, made small and upright, written anew."""

import struct
from io import BytesIO

from PIL import Image, ImageCms, ImageFile, UnidentifiedImageError
from PIL.JpegImagePlugin import JpegImageFile

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


def shrink(data: bytes) -> bytes:
    """Return the picture as a new JPEG, or PNG where it has transparency, upright and small.

    Nothing but pixels survives. Raises Refused with `unreadable` or `too_many_pixels`, the latter
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
        image.draft(None, (_ROUGH_SIDE, _ROUGH_SIDE))
        image.load()
        small = _reduced(image)
    except (OSError, ValueError, SyntaxError, EOFError, struct.error) as error:
        raise Refused("unreadable") from error
    small.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    small = _in_srgb(small, image.info.get("icc_profile"))
    orientation = _orientation(image)
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


def _reduced(image: ImageFile.ImageFile) -> Image.Image:
    """Return the picture as RGB or RGBA, averaged down by a whole factor.

    Strip by strip, because a conversion of the whole would hold a second copy of up to 200 MB.
    """
    mode = "RGBA" if image.has_transparency_data else "RGB"
    factor = max(1, max(image.size) // _ROUGH_SIDE)
    width, height = (-(-side // factor) for side in image.size)
    result = Image.new(mode, (width, height))
    rows = factor * max(1, 1_000_000 // (image.width * factor))
    for top in range(0, image.height, rows):
        strip = image.crop((0, top, image.width, min(top + rows, image.height)))
        if strip.mode.startswith("I") or strip.mode == "F":
            # 16 bits a pixel: Pillow would clip instead of scaling.
            strip = strip.convert("I").point(lambda value: value * (1 / 256)).convert("L")
        result.paste(strip.convert(mode).reduce(factor), (0, top // factor))
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
