"""The vault as a bucket of an S3-compatible service; the one place that knows the storage library."""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from botocore.config import Config
from botocore.exceptions import ClientError
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files import File
from storages.backends.s3 import S3Storage

from library.storage.contract import CHUNK, Stored, is_key, new_key, verified

_ADDRESS_SECONDS = 60


class BucketVault(S3Storage):
    """Private objects under random keys; nothing is ever overwritten."""

    def __init__(self, **options: Any) -> None:
        bucket = settings.BUCKET
        if bucket is None:
            raise ImproperlyConfigured("PORTAL_S3_* がありません")
        super().__init__(
            **{
                "endpoint_url": bucket.endpoint,
                "bucket_name": bucket.name,
                "access_key": bucket.key,
                "secret_key": bucket.secret,
                "region_name": "us-east-1",
                "default_acl": None,
                "file_overwrite": False,
                "querystring_expire": _ADDRESS_SECONDS,
                "client_config": Config(
                    signature_version="s3v4",
                    s3={"addressing_style": "path"},
                    # Services that are not Amazon's know the newer checksums only in part.
                    request_checksum_calculation="when_required",
                    response_checksum_validation="when_required",
                    connect_timeout=5,
                    read_timeout=30,
                ),
                **options,
            }
        )

    def put(self, file: "File[bytes]") -> Stored:
        key, digest, size = new_key(), hashlib.sha256(), 0
        # Whole on this machine first: a sender that breaks off leaves nothing in the bucket.
        with tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as part:
            for chunk in file.chunks(CHUNK):
                part.write(chunk)
                digest.update(chunk)
                size += len(chunk)
            part.seek(0)
            self.bucket.upload_fileobj(part, key)
        return Stored(key, size, digest.hexdigest())

    def read(self, key: str, *, sha256: str = "", start: int = 0, end: int | None = None) -> Iterator[bytes]:
        is_whole = start == 0 and end is None
        wanted = {} if is_whole else {"Range": f"bytes={start}-{'' if end is None else end - 1}"}
        if end is not None and end <= start:
            self.size_of(key)
            return
        chunks = self._chunks(key, wanted)
        yield from verified(chunks, sha256) if sha256 and is_whole else chunks

    def _chunks(self, key: str, wanted: dict[str, str]) -> Iterator[bytes]:
        try:
            with _missing_as_file_not_found(key):
                body = self.bucket.Object(key).get(**wanted)["Body"]
        except ClientError as problem:
            if problem.response["Error"]["Code"] == "InvalidRange":  # begins behind the end
                return
            raise
        with closing(body):
            yield from body.iter_chunks(CHUNK)

    def size_of(self, key: str) -> int:
        with _missing_as_file_not_found(key):
            return int(self.bucket.Object(key).content_length)

    @contextmanager
    def local_path(self, key: str, *, sha256: str = "") -> Iterator[Path]:
        with tempfile.NamedTemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as copy:
            for chunk in self.read(key, sha256=sha256):
                copy.write(chunk)
            copy.flush()
            yield Path(copy.name)

    def keys_older_than(self, moment: datetime) -> Iterator[str]:
        for entry in self.bucket.objects.all():
            if is_key(entry.key) and entry.last_modified < moment:
                yield entry.key


@contextmanager
def _missing_as_file_not_found(key: str) -> Iterator[None]:
    try:
        yield
    except ClientError as problem:
        if problem.response["Error"]["Code"] in {"NoSuchKey", "404"}:
            raise FileNotFoundError(key) from problem
        raise
