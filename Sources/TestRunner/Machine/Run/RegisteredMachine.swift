internal import Foundation

/// A machine that outlived the runner that started it: the content of `machine.json`.
public struct RegisteredMachine: Codable, Equatable, Sendable {
  /// The name by which people call it.
  public let name: String
  /// The run folder's absolute path.
  public let folder: String
  /// QEMU.
  public let qemu: ProcessIdentity
  /// The process that holds the namespaces.
  public let holder: ProcessIdentity
  /// Which namespaces the holder has, as `CLONE_NEW` flags.
  public let namespaces: Int32
  /// What the machine is.
  public let configuration: MachineConfiguration
  /// When it was registered, in seconds since 1970.
  public let since: Double

  /// Whether QEMU runs.
  public var isRunning: Bool { qemu.isRunning }

  /// Reads the file of a run folder; nil if there is none or it is not one.
  static func read(_ folder: RunFolder) -> RegisteredMachine? {
    guard let data = FileManager.default.contents(atPath: folder.file(RunFolder.Name.machine))
    else { return nil }
    return try? JSONDecoder().decode(RegisteredMachine.self, from: data)
  }

  /// Writes the file into the run folder.
  func write() throws(MachineError) {
    try write(encoded())
  }

  /// Writes the file with a text that was made before.
  func write(_ text: Data) throws(MachineError) {
    let path = RunFolder(path: folder).file(RunFolder.Name.machine)
    do {
      try text.write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw .refusal("write", path)
    }
  }

  /// The text of the file.
  func encoded() throws(MachineError) -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      return try encoder.encode(self)
    } catch {
      throw .malformed(source: "the machine's entry", text: "\(error)")
    }
  }
}
