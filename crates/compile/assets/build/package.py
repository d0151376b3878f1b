"""Zips a function's folder for Lambda so that the same tree always gives the same bytes.

    python3 package.py --folder app --output demo.zip [--overlay DIR] [--exclude GLOB]...

The overlay (dependencies installed beside the code) is merged in at the root; of two files with one path the folder's
own wins. A GLOB is compared with a file's or folder's path inside --folder and with its bare name; `*` crosses slashes.
Order, times, owners and umask leave no trace: equal code has an equal hash, and a release of it is "nothing to do".
Symbolic links stay links, and must stay inside. Nothing is installed or compiled here. Python 3.9, no dependencies.
"""

import argparse
import fnmatch
import os
import stat
import sys
import zipfile
from pathlib import PurePosixPath

ALWAYS_EXCLUDED = ("__pycache__", "*.pyc", ".git", ".DS_Store")
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip can hold


def main():
    parser = argparse.ArgumentParser(description="Zips a folder so that the same tree gives the same bytes.")
    parser.add_argument("--folder", required=True)
    parser.add_argument("--output", required=True)
    parser.add_argument("--overlay")
    parser.add_argument("--exclude", action="append", default=[], metavar="GLOB")
    options = parser.parse_args()

    own = collect(options.folder, (*ALWAYS_EXCLUDED, *options.exclude))
    if not own:
        fail(f"folder {options.folder!r} has no files to package (excluded: {', '.join(options.exclude) or 'nothing'})")
    entries = {**collect(options.overlay, ALWAYS_EXCLUDED), **own} if options.overlay else own
    clash = [name for name in entries if any(str(parent) in entries for parent in PurePosixPath(name).parents)]
    if clash:
        fail(f"{clash[0]!r} would lie inside what is a file in the folder or in the overlay")
    write(options.output, entries)
    print(f"{options.output}: {len(entries)} files, {os.path.getsize(options.output)} bytes")


def fail(message):
    sys.exit(f"package.py: error: {message}")  # on stderr, with exit status 1


def collect(folder, excluded):
    """Maps the path inside the zip to the path on disk, of every file and every link."""
    if not os.path.isdir(folder):
        fail(f"folder {folder!r} does not exist")
    found = {}
    for here, folders, files in os.walk(folder):
        inside = os.path.relpath(here, folder)
        kept = []
        for name in folders + files:
            path = os.path.normpath(os.path.join(inside, name)).replace(os.sep, "/")
            if any(fnmatch.fnmatchcase(path, glob) or fnmatch.fnmatchcase(name, glob) for glob in excluded):
                continue
            on_disk = os.path.join(here, name)
            if os.path.islink(on_disk):
                check_link(on_disk, folder)
                found[path] = on_disk
            elif name in folders:
                kept.append(name)
            elif os.path.isfile(on_disk):
                found[path] = on_disk
            else:
                fail(f"{on_disk!r} is neither a file, a folder nor a link")
        folders[:] = kept
    return found


def check_link(link, folder):
    target, root = os.path.realpath(link), os.path.realpath(folder)
    if os.path.isabs(os.readlink(link)) or os.path.commonpath((target, root)) != root:
        fail(f"link {link!r} leads out of the folder, to {os.readlink(link)!r}; the function would miss it on Lambda")
    if not os.path.exists(target):
        fail(f"link {link!r} leads nowhere, to {os.readlink(link)!r}")


def write(output, entries):
    os.makedirs(os.path.dirname(output) or ".", exist_ok=True)
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(entries):
            on_disk = entries[name]
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.create_system = 3  # Unix, wherever this runs: the mode is in the attributes
            if os.path.islink(on_disk):
                content, mode = os.fsencode(os.readlink(on_disk)), stat.S_IFLNK | 0o777
            else:
                executable = os.stat(on_disk).st_mode & stat.S_IXUSR
                mode = stat.S_IFREG | (0o755 if executable else 0o644)
                with open(on_disk, "rb") as file:
                    content = file.read()
            entry.external_attr = mode << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content, compresslevel=9)


if __name__ == "__main__":
    main()
