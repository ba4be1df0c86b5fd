"""A CD that both kinds of firmware boot from, also when it is copied to a USB stick."""

import hashlib
import shutil

import grub
import programs

PROGRAMS = ["grub-mkimage", "xorriso", "mformat", "mmd", "mcopy"]


def make(tree, work):
    """Makes the CD; returns its path."""
    root = work / "cd"
    (root / "boot" / "grub").mkdir(parents=True)
    digest = hashlib.sha256()
    for source, path in tree.files():
        shutil.copyfile(source, root / path)
        digest.update(source.read_bytes())
    # GRUB may be loaded from where it sees no files: it looks for a file that only this CD has.
    mark = f"boot/{digest.hexdigest()[:16]}.id"
    (root / mark).write_text("Names this CD to its boot loader.\n")
    early = f"search.file /{mark} root\nset prefix=($root)/boot/grub\n"
    shutil.copyfile(
        grub.core("i386-pc-eltorito", work / "eltorito.img", "/boot/grub", early),
        root / "boot" / "eltorito.img")
    loader = grub.core("x86_64-efi", work / "bootx64.efi", "/boot/grub", early)
    volume = root / "boot" / "efi.img"
    # As large as a floppy disk, whose measures every reader of FAT knows.
    with volume.open("wb") as file:
        file.truncate(1440 * 1024)
    grub.fat(volume, [(loader, "EFI/BOOT/BOOTX64.EFI")], "-f", "1440")
    output = work / "cd.iso"
    # Source: GRUB 2.06, util/grub-mkrescue.c.
    programs.run(
        "xorriso", "-as", "mkisofs", "-quiet", "-r", "-V", "SWIFTLET", "-o", output,
        "-b", "boot/eltorito.img", "-no-emul-boot", "-boot-load-size", "4", "-boot-info-table",
        "--grub2-boot-info", "--grub2-mbr", grub.LIBRARY / "i386-pc" / "boot_hybrid.img",
        "--protective-msdos-label", "--efi-boot", "boot/efi.img", "-efi-boot-part",
        "--efi-boot-image", root)
    return output
