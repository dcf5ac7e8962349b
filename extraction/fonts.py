"""Gives PDFium Japanese fonts: a PDF that embeds none would be drawn blank on a machine without them."""

import ctypes
from functools import cache

import pylopdf_fonts_jp
import pypdfium2
import pypdfium2.raw as pdfium


@cache
def use_japanese_fonts() -> None:
    """Start PDFium anew with the packaged fonts. Once per process, before the first document is opened."""
    folder = str(pylopdf_fonts_jp.sans_path().parent).encode()
    text = ctypes.POINTER(ctypes.c_char)
    paths = (text * 2)(ctypes.cast(ctypes.create_string_buffer(folder), text), text())
    _keep.append(paths)
    pypdfium2.internal.bases.LIBRARY_AVAILABLE = False
    pdfium.FPDF_DestroyLibrary()
    config = pdfium.FPDF_LIBRARY_CONFIG(version=2, m_pUserFontPaths=paths, m_pIsolate=None, m_v8EmbedderSlot=0)
    pdfium.FPDF_InitLibraryWithConfig(config)
    pypdfium2.internal.bases.LIBRARY_AVAILABLE = True


_keep: list[object] = []  # PDFium reads the paths as long as it lives
