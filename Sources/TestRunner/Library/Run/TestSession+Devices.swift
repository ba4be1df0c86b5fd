internal import Foundation
internal import Machine

/// Steps about what is plugged into the machine.
extension TestSession {
  func check(_ step: DiskStep) -> StepOutcome {
    let path = machine.folder.file(MachineDevices.fileName(ofDisk: step.number))
    guard let file = FileHandle(forReadingAtPath: path) else { return .failed("there is no file") }
    defer { try? file.close() }
    guard (try? file.seek(toOffset: UInt64(step.offset))) != nil,
      let found = try? file.read(upToCount: step.bytes.count)
    else { return .failed("the file cannot be read") }
    guard Array(found) != step.bytes else { return .passed("") }
    let position = zip(found, step.bytes).prefix { $0 == $1 }.count
    let text = found.dropFirst(position).prefix(8).map { String($0, radix: 16) }
    return .failed(
      "byte \(step.offset + position) differs; found \(text.joined(separator: " ")) there")
  }

  /// Asks the guest to keep so much memory, and waits until it has done so.
  func change(_ step: BalloonStep, until deadline: ContinuousClock.Instant) -> StepOutcome {
    let wanted = step.megabytes << 20
    do throws(MachineError) {
      try machine.execute("balloon", ["value": .integer(wanted)])
      var actual: Int?
      while verdict == nil, ContinuousClock.now < deadline {
        actual = try machine.execute("query-balloon")["actual"]?.integer
        if actual == wanted { return .passed("") }
        _ = wait(until: min(deadline, .now + .milliseconds(10))) { false }
      }
      if verdict != nil { return .interrupted }
      return .failed("it has \(actual.map { "\($0 >> 20) MB" } ?? "an unknown amount")")
    } catch {
      if case .commandFailed = error { return .failed("\(error)") }
      noteMonitorFailure(error)
      return .interrupted
    }
  }
}
