internal import Glibc
internal import Machine

/// Looks whether this machine has what the harness needs.
public enum Doctor {
  /// Everything that was looked at, the most important first.
  public static func examine() -> [Finding] {
    var findings = [qemu(), firmware(), namespace(), accelerator()]
    findings += Tool.all.filter { $0.name != "qemu-system-x86_64" }.map(tool)
    findings.append(linker())
    return findings
  }

  private static func qemu() -> Finding {
    let subject = "QEMU"
    var text: [UInt8] = []
    let command = HostCommand(["qemu-system-x86_64", "-version"])
    guard (try? command.run(limit: .seconds(5), take: { text += $0 })) != nil else {
      let fix = Tool.installCommand([Tool.named("qemu-system-x86_64")])
      return Finding(.bad, subject, "qemu-system-x86_64 is not installed", fix: fix)
    }
    let line = String(decoding: text.prefix { $0 != 10 }, as: UTF8.self)
    guard let version = Version(in: line) else {
      return Finding(.limited, subject, "says something unknown: \(line)")
    }
    if version < Version(major: 7, minor: 2) {
      return Finding(
        .bad, subject, "version \(version) is too old", fix: "install QEMU 7.2 or newer")
    }
    return Finding(.good, subject, "version \(version)")
  }

  private static func firmware() -> Finding {
    let folders = ["/usr/share/qemu", "/usr/local/share/qemu", "/usr/share/seabios"]
    if let folder = folders.first(where: { Folder.exists("\($0)/qboot.rom") }) {
      return Finding(.good, "qboot", "\(folder)/qboot.rom")
    }
    return Finding(
      .bad, "qboot", "qboot.rom is not among QEMU's firmware",
      fix: "sudo apt-get install -y qemu-system-data")
  }

  /// Makes namespaces with a TAP device and drops them again.
  private static func namespace() -> Finding {
    let kind = geteuid() == 0 ? "as root" : "rootless"
    do throws(MachineError) {
      let namespace = try NetworkNamespace()
      defer { namespace.end() }
      _ = try namespace.makeLink(MachineNetwork())
      return Finding(.good, "network", "namespaces and TAP devices work, \(kind)")
    } catch {
      // The error names its own remedy behind a semicolon.
      let parts = "\(error)".split(separator: "; ", maxSplits: 1).map(String.init)
      return Finding(.bad, "network", parts[0], fix: parts.count > 1 ? parts[1] : nil)
    }
  }

  private static func accelerator() -> Finding {
    let choice = AcceleratorProbe.choose(MachineConfiguration(image: ""))
    let device = open("/dev/kvm", O_RDWR | O_CLOEXEC)
    let code = errno
    if device >= 0 { close(device) }
    switch (choice, device >= 0) {
    case (.kvm, _): return Finding(.good, "accelerator", "kvm, measured to be faster")
    case (_, true):
      return Finding(.good, "accelerator", "tcg, although /dev/kvm opens: tcg boots faster here")
    case (_, false) where code == EACCES:
      return Finding(
        .limited, "accelerator", "tcg: /dev/kvm is there but may not be opened",
        fix: "sudo usermod -aG kvm $USER, then log in again")
    default: return Finding(.good, "accelerator", "tcg; there is no /dev/kvm")
    }
  }

  private static func tool(_ tool: Tool) -> Finding {
    if let path = try? ProgramSearch.find(tool.name) {
      return Finding(.good, tool.name, path)
    }
    let fix = Tool.installCommand([tool]) ?? "see https://www.swift.org/install"
    let state: Finding.State = tool.isRequired ? .bad : .limited
    return Finding(state, tool.name, "not installed; \(tool.purpose)", fix: fix)
  }

  /// The linker of images comes with the compiler.
  private static func linker() -> Finding {
    guard let swift = (try? ProgramSearch.find("swift")).flatMap(Folder.absolute),
      let slash = swift.lastIndex(of: "/")
    else { return Finding(.bad, "lld", "there is no Swift toolchain to look in") }
    let path = "\(swift[..<slash])/ld.lld"
    if Folder.exists(path) { return Finding(.good, "lld", path) }
    return Finding(
      .bad, "lld", "the Swift toolchain has no \(path)", fix: "install a toolchain from swift.org")
  }
}
