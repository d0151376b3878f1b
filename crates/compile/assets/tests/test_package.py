"""package.py: the same tree gives the same bytes, and nothing unwanted gets into them."""

import os
import shutil
import stat
import subprocess
import sys
import zipfile

import pytest


@pytest.fixture
def package(assets, tmp_path):
    def run(*globs, folder="app", overlay="", umask=0o022):
        output = tmp_path / "out" / "demo.zip"
        shutil.rmtree(output.parent, ignore_errors=True)
        output.parent.mkdir()
        command = [sys.executable, assets / "build" / "package.py", output, tmp_path / folder, overlay, *globs]
        done = subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=lambda: os.umask(umask))
        run.stderr, run.status = done.stderr, done.returncode
        return output.read_bytes() if output.exists() else None

    run.zip = tmp_path / "out" / "demo.zip"
    return run


@pytest.fixture
def app(tmp_path):
    files = [
        "index.py",
        "sub/deep/a.txt",
        "sub/b.txt",
        "tests/test_a.py",
        "sub/tests/x",
        "notes.md",
        ".env.sample",
        "bin/run",
    ]
    files += ["__pycache__/a.pyc", "sub/c.pyc", ".git/HEAD", ".DS_Store", "sub/.DS_Store"]
    return tree(tmp_path / "app", files)


def tree(root, files):
    for name in files:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(f"this is {name}")
    return root


def names(package):
    with zipfile.ZipFile(package.zip) as archive:
        return archive.namelist()


def test_same_tree_same_bytes(package, app, tmp_path):
    (app / "bin" / "run").chmod(0o744)
    first = package()
    for path in app.rglob("*"):
        os.utime(path, (0, 0))
        path.chmod(0o700 if path.is_dir() or path.name == "run" else 0o600)
    assert package(umask=0o077) == first
    files = sorted((str(path.relative_to(app)) for path in app.rglob("*") if path.is_file()), reverse=True)
    tree(tmp_path / "other", files)
    (tmp_path / "other" / "bin" / "run").chmod(0o711)
    assert package(folder="other") == first
    (app / "bin" / "run").chmod(0o644)
    assert package() != first
    (app / "bin" / "run").chmod(0o744)
    (app / "index.py").write_text("other code")
    assert package() != first


def test_what_is_in_it(package, app):
    (app / "bin" / "run").chmod(0o777)
    package("tests", "*.md", "sub/deep/*")
    assert names(package) == [".env.sample", "bin/run", "index.py", "sub/b.txt"]
    with zipfile.ZipFile(package.zip) as archive:
        modes = {entry.filename: entry.external_attr >> 16 for entry in archive.infolist()}
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.read("index.py") == b"this is index.py"
    assert modes["bin/run"] == stat.S_IFREG | 0o755 and modes["index.py"] == stat.S_IFREG | 0o644


def test_the_overlay_is_merged_in_at_the_root_and_the_folder_wins(package, app, tmp_path):
    overlay = tree(
        tmp_path / "overlay", ["vendored/__init__.py", "vendored/__pycache__/a.pyc", "index.py", "tests/kept.py"]
    )
    (overlay / "index.py").write_text("not this one")
    package("tests", overlay=overlay)
    assert "vendored/__init__.py" in names(package) and "vendored/__pycache__/a.pyc" not in names(package)
    assert "tests/kept.py" in names(package)  # globs are about the folder
    with zipfile.ZipFile(package.zip) as archive:
        assert archive.read("index.py") == b"this is index.py"


def test_an_empty_overlay_changes_nothing(package, app, tmp_path):
    (tmp_path / "overlay").mkdir()
    assert package(overlay=tmp_path / "overlay") == package()


def test_links_inside_stay_links(package, app):
    (app / "link").symlink_to("sub/b.txt")
    (app / "sub" / "up").symlink_to("../bin")
    package()
    with zipfile.ZipFile(package.zip) as archive:
        assert archive.read("link") == b"sub/b.txt" and archive.read("sub/up") == b"../bin"
        assert stat.S_ISLNK(archive.getinfo("sub/up").external_attr >> 16)
    assert "sub/up/run" not in names(package)


@pytest.mark.parametrize("target", ["../secret", "/etc/passwd", "none", "link"])
def test_links_that_would_be_missed(package, app, tmp_path, target):
    (tmp_path / "secret").write_text("secret")
    (app / "link").symlink_to(target)
    assert package() is None
    assert package.status == 1 and "leads nowhere, or out" in package.stderr and "Traceback" not in package.stderr
    assert package("link") is not None


@pytest.mark.parametrize("files", [None, [], ["__pycache__/a.pyc"]])
def test_missing_or_empty_folder(package, tmp_path, files):
    if files is not None:
        tree(tmp_path / "app", files)
        (tmp_path / "app").mkdir(exist_ok=True)
    assert package() is None
    assert package.status == 1 and "package.py: error: folder" in package.stderr and "Traceback" not in package.stderr


def test_awkward_names(package, tmp_path):
    awkward = ["a b", "$(x)", "`y`", "quo'te", 'dou"ble', "-dash", "ümläut", "line\nbreak"]
    tree(tmp_path / "app", awkward)
    package()
    assert names(package) == sorted(awkward)
