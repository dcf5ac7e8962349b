"""The vault as a bucket of an S3-compatible service; the one place that knows the storage library."""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from botocore.config import Config
from botocore.exceptions import ClientError
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files import File
from storages.backends.s3 import S3Storage

from library.storage.contract import CHUNK, Stored, new_key, verified


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
                "querystring_expire": 60,
                "client_config": Config(
                    signature_version="s3v4",
                    s3={"addressing_style": "path"},
                    request_checksum_calculation="when_required",
                    connect_timeout=5,
                    read_timeout=30,
                ),
                **options,
            }
        )

    def put(self, file: File) -> Stored:  # type: ignore[type-arg]
        key, digest, size = new_key(), hashlib.sha256(), 0
        with tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as part:
            for chunk in file.chunks(CHUNK):
                part.write(chunk)
                digest.update(chunk)
                size += len(chunk)
            part.seek(0)
            self.bucket.upload_fileobj(part, key)
        return Stored(key, size, digest.hexdigest())

    def read(self, key: str, *, sha256: str = "", start: int = 0, end: int | None = None) -> Iterator[bytes]:
        wanted = {} if start == 0 and end is None else {"Range": f"bytes={start}-{'' if end is None else end - 1}"}
        chunks = self._get(key, **wanted)["Body"].iter_chunks(CHUNK)
        return verified(chunks, sha256) if sha256 and not wanted else iter(chunks)

    def _get(self, key: str, **wanted: str) -> dict[str, Any]:
        try:
            found: dict[str, Any] = self.bucket.Object(key).get(**wanted)
        except ClientError as problem:
            if problem.response["Error"]["Code"] in {"NoSuchKey", "404"}:
                raise FileNotFoundError(key) from problem
            raise
        return found

    def size_of(self, key: str) -> int:
        return int(self._get(key)["ContentLength"])

    @contextmanager
    def local_path(self, key: str) -> Iterator[Path]:
        with tempfile.NamedTemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as copy:
            for chunk in self.read(key):
                copy.write(chunk)
            copy.flush()
            yield Path(copy.name)

    def keys_older_than(self, moment: datetime) -> Iterator[str]:
        for entry in self.bucket.objects.all():
            if entry.last_modified < moment:
                yield entry.key
