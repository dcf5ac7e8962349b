"""The portal's settings as the extraction child wants them."""

from django.conf import settings

from extraction.limits import Limits


def child_limits() -> Limits:
    limits = settings.LIMITS
    return Limits(
        file_bytes=limits.file_bytes,
        pdf_pages=limits.pdf_pages,
        sheets=limits.sheets,
        cells=limits.cells,
        slides=limits.slides,
        pixels=limits.pixels,
        archive_entries=limits.archive_entries,
        archive_bytes=limits.archive_bytes,
        bundle_files=limits.files_per_request,
        picture_bytes=limits.picture_bytes,
        cpu_seconds=limits.child_cpu_seconds,
        wall_seconds=limits.child_wall_seconds,
        memory_bytes=limits.child_memory_bytes,
        output_bytes=limits.child_output_bytes,
        workplace=str(settings.FILE_UPLOAD_TEMP_DIR),
    )
