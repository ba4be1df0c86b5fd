"""A disk with a partition table that both kinds of firmware boot from."""

import struct

import grub
import programs

FORMATS = ["raw", "qcow2", "vdi"]

_SECTOR = 512
# In sectors. Partitions start at whole megabytes, but for the one that nobody sees as a volume.
_CORE_START, _VOLUME_START = 64, 2048
# FAT32, which UEFI expects on a disk, needs 65,525 clusters; the file has holes in place of them.
_VOLUME_COUNT = 80 * 2048
# The backup of the table takes 33 sectors at the end.
_COUNT = _VOLUME_START + _VOLUME_COUNT + 2048

_BIOS_BOOT = "21686148-6449-6E6F-744E-656564454649"
_EFI_SYSTEM = "C12A7328-F81F-11D2-BA4B-00A0C93EC93B"


def programs_of(kind):
    """The programs that make a disk of a format."""
    return ["grub-mkimage", "sfdisk", "mformat", "mmd", "mcopy"] + (
        [] if kind == "raw" else ["qemu-img"])


def make(tree, work, kind):
    """Makes a disk of a format; returns its path."""
    raw = work / "disk.raw"
    with raw.open("wb") as file:
        file.truncate(_COUNT * _SECTOR)
    programs.run("sfdisk", "--quiet", raw, text="\n".join([
        "label: gpt", "first-lba: 34",
        f"start={_CORE_START}, size={_VOLUME_START - _CORE_START}, type={_BIOS_BOOT}, name=bios",
        f"start={_VOLUME_START}, size={_VOLUME_COUNT}, type={_EFI_SYSTEM}, name=swiftlet"]))
    _install_bios(raw, work)
    loader = grub.core("x86_64-efi", work / "bootx64.efi", "/boot/grub")
    volume = f"{raw}@@{_VOLUME_START * _SECTOR}"
    grub.fat(
        volume, [*tree.files(), (loader, "EFI/BOOT/BOOTX64.EFI")],
        "-F", "-T", str(_VOLUME_COUNT), "-h", "255", "-s", "63", "-H", str(_VOLUME_START))
    if kind == "raw":
        return raw
    converted = work / f"disk.{kind}"
    programs.run("qemu-img", "convert", "-f", "raw", "-O", kind, raw, converted)
    return converted


def _install_bios(raw, work):
    """Puts GRUB's first sector before the table, and its core into the partition for it.

    Source: GRUB 2.06, include/grub/i386/pc/boot.h and grub-core/boot/i386/pc/{boot,diskboot}.S.
    """
    core = bytearray(grub.core("i386-pc", work / "core.img", "(,gpt2)/boot/grub").read_bytes())
    if len(core) > (_VOLUME_START - _CORE_START) * _SECTOR:
        raise programs.Failure(f"GRUB's core has {len(core)} bytes, for which there is no room")
    # The core's first sector loads the others: at its end stands where they are.
    struct.pack_into("<Q", core, _SECTOR - 12, _CORE_START + 1)
    boot = bytearray((grub.LIBRARY / "i386-pc" / "boot.img").read_bytes())
    struct.pack_into("<Q", boot, 0x5C, _CORE_START)
    # The drive is the one that the BIOS names; where it names a floppy, it is wrong.
    boot[0x64] = 0xFF
    boot[0x66:0x68] = b"\x90\x90"
    with raw.open("r+b") as file:
        # From 0x1b8 on stand the disk's number and the protective partition table.
        file.write(boot[:0x1B8])
        file.seek(_CORE_START * _SECTOR)
        file.write(core)
