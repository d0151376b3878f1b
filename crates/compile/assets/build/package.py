"""Zips a folder for Lambda. The same tree gives the same bytes: equal code is "nothing to do" to a release.

    python3 package.py OUTPUT FOLDER OVERLAY [GLOB]...

OVERLAY (dependencies, or "") is merged in at the root; FOLDER's files win. A GLOB leaves out what it matches in
FOLDER, by path or by name; `*` crosses slashes. Python 3.9.
"""

import os
import stat
import sys
import zipfile
from fnmatch import fnmatchcase
from pathlib import Path


def fail(message):
    sys.exit(f"package.py: error: {message}")


def collect(folder, globs):
    """Paths in the zip and on disk. Links stay links, and must stay inside."""
    if not folder.is_dir():
        fail(f"folder '{folder}' does not exist")
    for here, folders, files in os.walk(folder):
        for name in folders + files:
            disk = Path(here, name)
            path = str(disk.relative_to(folder))
            if any(fnmatchcase(text, glob) for text in (path, name) for glob in globs):
                folders[:] = [kept for kept in folders if kept != name]
            elif disk.is_symlink():
                if not disk.exists() or disk.readlink().is_absolute() or folder.resolve() not in disk.resolve().parents:
                    fail(f"link {disk} leads nowhere, or out of the folder")
                yield path, disk
            elif disk.is_file():
                yield path, disk


output, folder, overlay, *globs = sys.argv[1:]
always = ["__pycache__", "*.pyc", ".git", ".DS_Store"]
own = dict(collect(Path(folder), always + globs))
if not own:
    fail(f"folder '{folder}' has no files to package")
entries = {**dict(collect(Path(overlay), always)), **own} if overlay else own
with zipfile.ZipFile(output, "w") as archive:
    for path, disk in sorted(entries.items()):
        mode = disk.lstat().st_mode
        entry = zipfile.ZipInfo(path)  # dated 1980
        entry.external_attr = (stat.S_IFMT(mode) | (0o755 if mode & 0o100 else 0o644)) << 16
        content = bytes(disk.readlink()) if disk.is_symlink() else disk.read_bytes()
        archive.writestr(entry, content, zipfile.ZIP_DEFLATED, 9)
