/// The commands by which gdb attaches to a machine, for `gdb -x`.
struct DebuggerScript: Equatable {
  /// Path of the image, which has the symbols.
  let image: String
  /// What gdb connects to: the path of a socket, or a command after `|`.
  let target: String
  /// Whether the stub is the kernel's own, and not QEMU's.
  let isKernels: Bool

  /// The commands.
  var text: String {
    (settings + ["file \(image)", "target remote \(target)"]).map { $0 + "\n" }.joined()
  }

  /// What gdb assumes and is not so.
  ///
  /// It thinks that a remote machine has any number of places for breakpoints of the processor, and
  /// pages what it writes.
  private var settings: [String] {
    let always = ["set confirm off", "set pagination off"]
    guard isKernels else { return always }
    return always + [
      "set remote hardware-watchpoint-limit 4", "set remote hardware-breakpoint-limit 4",
      "set remote hardware-watchpoint-length-limit 32", "set remotetimeout 5",
    ]
  }
}
