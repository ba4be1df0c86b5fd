"""Makes what links a program in C into our kernel, without optimising the kernel again each time.

prepare.py ROOT FOLDER: the image of Tools/gdb/testsuite must have been built.
"""

import json
import pathlib
import re
import shlex
import subprocess
import sys

root, folder = map(pathlib.Path, sys.argv[1:3])
here = pathlib.Path(__file__).resolve().parent


def arguments():
    """How the build linked the image."""
    for line in (root / ".build/image/release.yaml").read_text().splitlines():
        found = re.match(r'\s+args: (\["[^"]*swiftc".*"-emit-executable".*\])$', line)
        if found and "main=external_main" in line:
            return json.loads(found[1])
    raise SystemExit("gdb-testsuite: the build does not say how it linked the image")


def run(words, **options):
    done = subprocess.run(list(map(str, words)), cwd=root, capture_output=True, text=True, **options)
    if done.returncode != 0:
        raise SystemExit(f"{shlex.join(map(str, words))}\n{done.stdout}{done.stderr}")


def main():
    folder.mkdir(parents=True, exist_ok=True)
    words = arguments()
    listing = next(word for word in words if word.startswith("@"))
    objects = shlex.split(pathlib.Path(listing[1:]).read_text())
    shim = folder / "shim.o"
    # The entry calls `main`, which is the service's: that of the program keeps its name.
    natives = [shim]
    # What is optimised by the linker is no machine code yet.
    bitcode = [o for o in objects if pathlib.Path(o).read_bytes()[:2] == b"BC"]
    for path in [o for o in objects if o not in bitcode]:
        mine = folder / (pathlib.Path(path).parent.name + "-" + pathlib.Path(path).name)
        run(["objcopy", "--strip-debug", "--redefine-sym", "main=service_main", path, mine])
        natives.append(mine)
    run(["gcc", "-fno-pic", "-fno-pie", "-mno-red-zone", "-fno-builtin", "-fno-stack-protector",
         "-fcf-protection=none", "-O1", "-fno-inline", "-w", "-c", here / "shim.c", "-o", shim])
    blank = folder / "blank.o"
    run(["gcc", "-x", "c", "-fno-pic", "-c", "-", "-o", blank], input="int main(void){return 0;}")
    kept, skip = [], False
    for word in words:
        if word in (listing, "-g") or word.endswith("-rpath=$ORIGIN"):
            if word.endswith("ORIGIN"):
                kept.pop()
            continue
        if "program_start=" in word:
            kept.pop()
            continue
        kept.append("service_main=external_main" if word == "main=external_main" else word)
    # Whatever a compiler says counts as a failure to the testsuite.
    kept += ["-Xclang-linker", "-Wno-unused-command-line-argument"]
    at = kept.index("-o") + 1
    code = folder / "kernel.lto.o"
    first = list(kept)
    first[at] = str(folder / "first")
    run(first + bitcode + natives + [blank, "-Xlinker", f"--lto-obj-path={code}",
                                     "-Xlinker", "--allow-multiple-definition"])
    run(["objcopy", "--strip-debug", code])
    last = [word for word in kept if "lto" not in word and word != "full"]
    text = shlex.join(last).replace(shlex.quote(kept[at]), '"$output"', 1)
    rest = shlex.join(map(str, [*natives, code]))
    (folder / "link").write_text(
        "#!/usr/bin/env bash\n# link IMAGE OBJECTS: made by prepare.py.\nset -euo pipefail\n"
        f"output=$(realpath -m \"$1\")\nshift\nobjects=()\n"
        "for path; do objects+=(\"$(realpath \"$path\")\"); done\n"
        # gdb asks for variables that no code of a program mentions.
        "mapfile -t roots < <(nm -g --defined-only \"${objects[@]}\" |"
        " sed -n 's/^[0-9a-f]* [A-Z] /-Xlinker\\n--undefined=/p')\n"
        f"cd {shlex.quote(str(root))}\n"
        f"exec {text} \"${{objects[@]}}\" {rest} -Xlinker --allow-multiple-definition \"${{roots[@]}}\"\n")
    (folder / "link").chmod(0o755)


main()
