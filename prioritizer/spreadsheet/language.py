"""The language of a workbook, which the library that writes it has no property for."""

import io
import zipfile

CORE = "docProps/core.xml"
END = b"</cp:coreProperties>"


def with_language(workbook: bytes, tag: str) -> bytes:
    """The same file, whose properties say its language (``fr-CA``)."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as given, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as made:
        for part in given.infolist():
            content = given.read(part)
            if part.filename == CORE:
                content = content.replace(END, f"<dc:language>{tag}</dc:language>".encode() + END)
            made.writestr(part, content)
    return written.getvalue()
