/// The commands by which gdb gets at a machine or at what is left of one, for `gdb -x`.
struct DebuggerScript: Equatable {
  /// What gdb looks at.
  enum Target: Equatable {
    /// The kernel's own stub, by the path of its socket.
    case kernel(String)
    /// QEMU's stub, by the path of its socket.
    case qemu(String)
    /// Memory and registers of a guest, as a file.
    case core(String)
  }

  /// Path of the image, which has the symbols.
  let image: String
  /// Absolute path of the package, whose tools know Swift's values.
  let packageRoot: String
  /// What gdb looks at.
  let target: Target

  /// The commands.
  var text: String {
    let always = ["set confirm off", "set pagination off", "set print finish on"]
    // Of these commands only the first takes words; the others take the rest of the line.
    let load = ["file \(Self.quoted(image))", "source \(packageRoot)/Tools/gdb/load.py"]
    return (always + settings + load + [connection]).map { $0 + "\n" }.joined()
  }

  /// A path as one word of gdb's, which reads them as shells do.
  private static func quoted(_ path: String) -> String {
    guard path.contains(where: { $0.isWhitespace || "\"'\\".contains($0) }) else { return path }
    return "\"" + path.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  private var connection: String {
    switch target {
    case .kernel(let path):
      "python from swiftlet import vanishing; vanishing.watch(\"\(path)\")\ntarget remote \(path)"
    case .qemu(let path): "target remote \(path)"
    case .core(let path): "core-file \(path)"
    }
  }

  /// What gdb assumes and is not so.
  ///
  /// It thinks that a remote machine has any number of places for breakpoints of the processor, and
  /// pages what it writes.
  private var settings: [String] {
    guard case .kernel = target else { return [] }
    return [
      "set remote hardware-watchpoint-limit 4", "set remote hardware-breakpoint-limit 4",
      "set remote hardware-watchpoint-length-limit 32", "set remotetimeout 5",
      // Of a stack gdb reads as much at once: of a frame it wants two words.
      "set dcache line-size 16",
    ]
  }
}
