"""What a photo says beside its picture: where it was taken, whose camera it was."""

import warnings
from pathlib import Path
from typing import IO, Any

from extraction.gate.inspection import shown

_GPS, _EXIF = 0x8825, 0x8769
_LATITUDE, _LONGITUDE = 2, 4
_ARTIST, _OWNER, _WINDOWS_AUTHOR = 0x013B, 0xA430, 0x9C9D
_XMP_PLACE = (b"exif:GPSLatitude", b"exif:GPSLongitude")


def remarks(source: Path | IO[bytes]) -> list[str]:
    """Sentences for the officer; none of a picture whose words cannot be read. Nothing is decoded."""
    from PIL import Image  # noqa: PLC0415  only where there are pictures

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(source) as image:
                return _of(image)
    except Exception:  # noqa: BLE001  a picture that is damaged is judged elsewhere; here it only has nothing to say
        return []


def _of(image: Any) -> list[str]:
    exif = image.getexif()
    said = []
    place = exif.get_ifd(_GPS)
    if (_LATITUDE in place and _LONGITUDE in place) or any(word in _xmp(image) for word in _XMP_PLACE):
        said.append("写真に撮影した場所（GPS）の情報が残っています")
    names = [exif.get(_ARTIST), exif.get_ifd(_EXIF).get(_OWNER), exif.get(_WINDOWS_AUTHOR)]
    words = list(dict.fromkeys(filter(None, map(_words, names))))
    if words:
        said.append(f"写真に撮影者やカメラの持ち主の名前が残っています（{'、'.join(words)}）")
    return said


def _xmp(image: Any) -> bytes:
    data = image.info.get("xmp", b"") or image.info.get("XML:com.adobe.xmp", b"")
    return data.encode("utf-8", "replace") if isinstance(data, str) else bytes(data)


def _words(value: object) -> str:
    if isinstance(value, tuple):
        value = bytes(v for v in value if isinstance(v, int) and 0 <= v < 256)
    if isinstance(value, bytes):
        value = value.decode("utf-16-le", "replace")
    return shown(str(value).replace("\x00", " ")) if value else ""
