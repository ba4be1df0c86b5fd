internal import Foundation

/// A run whose guest is to be repeated.
extension RunFolder {
  /// Notes what machine is recorded here.
  ///
  /// - Throws: `refused` if the file cannot be written.
  public func write(recorded machine: MachineConfiguration) throws(MachineError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let path = file(Name.recordedMachine)
    do {
      try encoder.encode(machine).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw .refusal("write", path)
    }
  }

  /// Notes how the recorded machine ended.
  public func write(recordedEnd ending: String) {
    try? "\(ending)\n".write(toFile: file(Name.recordedEnd), atomically: true, encoding: .utf8)
  }

  /// How the recorded machine ended, in words; nil if nobody saw it.
  public var recordedEnd: String? {
    let text = try? String(contentsOfFile: file(Name.recordedEnd), encoding: .utf8)
    return text?.split(separator: "\n").first.map(String.init)
  }

  /// The machine that repeats what was recorded here; nil if nothing was.
  public func replayingMachine() -> MachineConfiguration? {
    guard let data = FileManager.default.contents(atPath: file(Name.recordedMachine)),
      var machine = try? JSONDecoder().decode(MachineConfiguration.self, from: data),
      FileManager.default.fileExists(atPath: file(Name.recording))
    else { return nil }
    machine.recording = .replay(from: file(Name.recording))
    machine.startsPaused = true
    if FileManager.default.fileExists(atPath: file(Name.image)) { machine.image = file(Name.image) }
    return machine
  }
}
