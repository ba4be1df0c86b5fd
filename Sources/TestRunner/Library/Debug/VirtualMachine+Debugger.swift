internal import Machine

extension VirtualMachine {
  /// Lets debuggers attach: writes scripts for the kernel's own stub, and for QEMU's.
  ///
  /// - Parameters:
  ///   - image: Path of the image.
  ///   - packageRoot: Absolute path of the package.
  ///   - hasStub: Whether the image has a stub of its own.
  /// - Throws: `monitorClosed`, `commandFailed` or `timedOut` if QEMU does not listen.
  func offerDebugger(
    image: String, packageRoot: String, hasStub: Bool
  ) throws(MachineError) {
    let place = "unix:qemu-gdb.sock,server=on,wait=off"
    try execute("human-monitor-command", ["command-line": .string("gdbserver \(place)")])
    let kept = folder.file(RunFolder.Name.image)
    let image = Folder.exists(kept) ? kept : image
    let make = { DebuggerScript(image: image, packageRoot: packageRoot, target: $0).text }
    let qemu = make(.qemu(folder.file("qemu-gdb.sock")))
    let kernel = make(.kernel(folder.file(RunFolder.Name.debugger)))
    Folder.write(qemu, to: folder.file("gdb-qemu"))
    Folder.write(hasStub ? kernel : qemu, to: folder.file("gdb"))
  }
}
