"""What GRUB consists of on a disk or CD: its core images and the files that it reads."""

import pathlib
import re

import programs

LIBRARY = pathlib.Path("/usr/lib/grub")

# Linked into the core images, so that no folder of modules is needed beside them.
_MODULES = ["normal", "multiboot2", "fat", "iso9660", "part_gpt", "part_msdos", "echo", "ls", "cat"]
_FIRMWARE = {"i386-pc": ["biosdisk"], "i386-pc-eltorito": ["biosdisk"], "x86_64-efi": []}


def require():
    """Refuses to begin if GRUB's parts are not installed."""
    for name, package in (("i386-pc", "grub-pc-bin"), ("x86_64-efi", "grub-efi-amd64-bin")):
        if not (LIBRARY / name / "normal.mod").exists():
            raise programs.Missing(LIBRARY / name, package)


def words(text):
    """The words of a command line, checked: GRUB's language has no sign for some characters."""
    found = text.split()
    for word in found:
        if not re.fullmatch(r"[!-~]+", word) or re.search(r"[\"'\\]", word):
            raise ValueError(f"“{word}” has characters that a boot loader cannot hand over")
    return found


class Tree:
    """The files that are the same on every medium, below boot/."""

    def __init__(self, kernel, arguments, work):
        self.kernel = kernel
        self.configuration = work / "grub.cfg"
        line = " ".join(["multiboot2 /boot/kernel.elf", *(f"'{word}'" for word in arguments)])
        self.configuration.write_text(
            "# Made by Tools/image. What follows the kernel's path is its command line.\n"
            f"set timeout=0\n{line}\nboot\n")

    def files(self):
        """Pairs of a file and its path on the medium."""
        yield self.kernel, "boot/kernel.elf"
        yield self.configuration, "boot/grub/grub.cfg"


def core(platform, output, prefix, early=None):
    """Makes a core image.

    prefix is the folder of grub.cfg; early are commands that run before anything is looked for.
    """
    arguments = []
    extra = []
    if early is not None:
        script = output.with_suffix(".cfg")
        script.write_text(early)
        arguments = ["--config", script]
        extra = ["search_fs_file"]
    programs.run(
        "grub-mkimage", "--format", platform, "--output", output, "--prefix", prefix,
        "--directory", LIBRARY / platform.removesuffix("-eltorito"), *arguments, *_MODULES, *extra,
        *_FIRMWARE[platform])
    return output


def fat(image, files, *options):
    """Fills a FAT file system, made with options of mformat, with pairs of file and path."""
    programs.run("mformat", "-i", image, "-v", "SWIFTLET", *options, "::")
    made = set()
    for source, path in files:
        for folder in reversed(pathlib.PurePosixPath(path).parents):
            if folder.name and folder not in made:
                programs.run("mmd", "-i", image, f"::/{folder}")
                made.add(folder)
        programs.run("mcopy", "-i", image, source, f"::/{path}")
