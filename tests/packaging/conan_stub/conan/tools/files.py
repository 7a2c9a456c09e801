import fnmatch
import os
import pathlib
import shutil


def load(conanfile, path, encoding="utf-8"):
    return pathlib.Path(path).read_text(encoding)


def copy(conanfile, pattern, src, dst, keep_path=True, excludes=None, ignore_case=True, overwrite_equal=False):
    """Copies the files whose path below `src` matches; `*` stands for slashes, too."""
    copied = []
    for directory, subdirectories, names in os.walk(src):
        subdirectories[:] = [name for name in subdirectories if name not in {"build", ".git"} or directory != os.path.normpath(src)]
        for name in names:
            below = os.path.relpath(os.path.join(directory, name), src)
            if fnmatch.fnmatch(below, pattern):
                target = pathlib.Path(dst, below)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(os.path.join(src, below), target)
                copied.append(str(target))
    return copied
