"""The vault: where the bytes of files and page pictures lie, under random keys, never changed in place."""

from typing import cast

from django.core.files.storage import default_storage

from library.storage.contract import Damaged, Stored, Vault

__all__ = ["Damaged", "Stored", "Vault", "vault"]


def vault() -> Vault:
    """The storage named in settings: a local folder or an S3-compatible bucket."""
    return cast("Vault", default_storage)
