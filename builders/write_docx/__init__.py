"""Papers as Word documents.

Enters: a `Paper`, the folder of templates, the folder of pictures. Leaves: a .docx whose look comes
from the styles of templates/handbook/docx/keyhub.docx, and whose bytes depend on nothing but these.
"""

from __future__ import annotations

from builders.write_docx.package import docx_parts, write_docx

__all__ = ["docx_parts", "write_docx"]
