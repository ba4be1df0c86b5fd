internal import Foundation
internal import Glibc

/// Starting QEMU in a run folder.
enum QEMUProcess {
  /// Starts QEMU inside namespaces and notes in the folder how.
  ///
  /// - Parameters:
  ///   - configuration: The machine.
  ///   - folder: Its working directory.
  ///   - namespace: Where it runs.
  ///   - channels: Console, records, monitor and, if there is a network, the TAP.
  /// - Returns: The process.
  /// - Throws: `missingProgram` or `refused`.
  static func start(
    _ configuration: MachineConfiguration, in folder: RunFolder, namespace: NetworkNamespace,
    channels: [Descriptor]
  ) throws(MachineError) -> ChildProcess {
    var absolute = configuration
    absolute.image = absolutePath(configuration.image)
    try writeCommandLine(absolute, in: folder)
    try folder.makeDisks(configuration.devices.disks)
    if QEMUCommandLine.firmware(configuration) == RunFolder.Name.firmware {
      try folder.writeFirmware()
    }
    let null = try Descriptor(path: "/dev/null", flags: O_RDWR)
    let errors = try Descriptor(
      path: folder.file(RunFolder.Name.standardError), flags: O_WRONLY | O_CREAT | O_TRUNC)
    return try ChildProcess.start(
      [configuration.program] + QEMUCommandLine.make(absolute),
      environment: ProcessInfo.processInfo.environment, folder: folder.path,
      descriptors: [null, null, errors] + channels, in: namespace.reference)
  }

  /// What QEMU wrote for people, as far as a person reads it: the first 64 KiB.
  static func standardError(_ folder: RunFolder) -> String {
    let file = FileHandle(forReadingAtPath: folder.file(RunFolder.Name.standardError))
    let data = try? file?.read(upToCount: 1 << 16)
    return String(decoding: data ?? Data(), as: UTF8.self)
  }

  private static func absolutePath(_ path: String) -> String {
    path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
  }

  /// Writes a script: the exact arguments as a comment, and a command that a person can repeat.
  private static func writeCommandLine(
    _ configuration: MachineConfiguration, in folder: RunFolder
  ) throws(MachineError) {
    let exact = [configuration.program] + QEMUCommandLine.make(configuration)
    let byHand = [configuration.program] + QEMUCommandLine.make(configuration, channels: .terminal)
    let text = """
      # \(ShellQuoting.line(exact))
      # The same machine on this terminal, without the runner; run it with sh in this folder:
      \(ShellQuoting.line(byHand))

      """
    let path = folder.file(RunFolder.Name.commandLine)
    let file = try Descriptor(path: path, flags: O_WRONLY | O_CREAT | O_TRUNC)
    guard file.writeAll(Array(text.utf8)) else { throw .refusal("write", path) }
  }
}
