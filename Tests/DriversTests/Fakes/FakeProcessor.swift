internal import Hardware
internal import Testing

/// Registers of a processor that a test defines; writes are recorded, undefined accesses fail.
final class FakeProcessor: ModelSpecificRegisters {
  /// One write.
  struct Write: Equatable, CustomStringConvertible {
    var number: UInt32
    var value: UInt64

    init(_ number: UInt32, _ value: UInt64) {
      self.number = number
      self.value = value
    }

    var description: String { "0x\(String(number, radix: 16)) = 0x\(String(value, radix: 16))" }
  }

  /// What each register holds that there is.
  var values: [UInt32: UInt64]
  private(set) var writes: [Write] = []

  init(_ values: [UInt32: UInt64]) { self.values = values }

  /// Forgets what was recorded.
  func forget() { writes = [] }

  func read(_ number: UInt32) -> UInt64 {
    guard let value = values[number] else {
      Issue.record("undefined read of register 0x\(String(number, radix: 16))")
      return 0
    }
    return value
  }

  func write(_ value: UInt64, to number: UInt32) {
    writes.append(Write(number, value))
    if values[number] == nil {
      Issue.record("undefined write of register 0x\(String(number, radix: 16))")
    }
    values[number] = value
  }
}
