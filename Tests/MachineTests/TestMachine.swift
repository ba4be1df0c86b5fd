internal import Foundation
internal import Glibc
internal import TestSupport

@testable internal import Machine

/// Guests and folders for tests.
enum TestMachine {
  /// The path of a guest made by `Tools/fixtures/machine/make`.
  static func image(_ name: String) -> String {
    Fixtures().path("\(name).elf")
  }

  /// The usual machine with one of the guests.
  static func configuration(_ guest: String) -> MachineConfiguration {
    var configuration = MachineConfiguration(image: image(guest))
    configuration.memoryMiB = 8
    return configuration
  }

  /// Does something in a folder that is then removed.
  @discardableResult
  static func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    let folder = try TemporaryFolder()
    return try withExtendedLifetime(folder) { try body(folder.path) }
  }

  /// Starts a guest in a new run folder, does something with it and ends it.
  @discardableResult
  static func withMachine<Result>(
    _ configuration: MachineConfiguration, _ body: (VirtualMachine) throws -> Result
  ) throws -> Result {
    try withFolder { root in
      let folder = try RunFolder.create(in: root, test: "test")
      let machine = try VirtualMachine.start(configuration, in: folder)
      defer { machine.terminate() }
      return try body(machine)
    }
  }

  /// Asks again and again, yielding the processor, until something holds or it has taken too long.
  static func waitUntil(_ condition: () -> Bool) -> Bool {
    let deadline = ContinuousClock.Instant.soon
    while .now < deadline {
      if condition() { return true }
      poll(nil, 0, 2)
    }
    return condition()
  }
}

extension ContinuousClock.Instant {
  /// Long enough for anything that is going to happen on a busy host.
  static var soon: Self { .now + .seconds(20) }
}

extension VirtualMachine {
  /// The events up to the first one that is wanted, or until nothing more comes in time.
  func events(until isLast: (MachineEvent.Kind) -> Bool) throws -> [MachineEvent.Kind] {
    var kinds: [MachineEvent.Kind] = []
    let deadline = ContinuousClock.Instant.soon
    while let event = try nextEvent(until: deadline) {
      kinds.append(event.kind)
      if isLast(event.kind) { break }
    }
    return kinds
  }
}

extension [MachineEvent.Kind] {
  /// All bytes of the console.
  var console: String {
    let parts: [[UInt8]] = compactMap {
      if case .console(let bytes) = $0 { bytes } else { nil }
    }
    return String(decoding: parts.joined(), as: UTF8.self)
  }

  /// All bytes of the record channel.
  var records: [UInt8] {
    let parts: [[UInt8]] = compactMap {
      if case .records(let bytes) = $0 { bytes } else { nil }
    }
    return [UInt8](parts.joined())
  }

  /// All events of QEMU's monitor.
  var monitor: [QMPEvent] {
    compactMap { if case .monitor(let event) = $0 { event } else { nil } }
  }

  /// How QEMU ended.
  var exit: QEMUExit? {
    compactMap { if case .exited(let exit) = $0 { exit } else { nil } }.first
  }
}

extension MachineEvent.Kind {
  /// Whether QEMU ended.
  var isExit: Bool { if case .exited = self { true } else { false } }

  /// Whether it is the event of QEMU's monitor with a name.
  func isMonitor(_ name: String) -> Bool {
    if case .monitor(let event) = self { event.name == name } else { false }
  }
}
