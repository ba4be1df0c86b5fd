internal import Hardware
internal import Testing

/// Eight-bit ports that a test defines; every access is recorded, undefined ones are failures.
final class FakePorts: Ports {
  private(set) var accesses: [RegisterAccess] = []
  /// What a port holds, nil if there is none.
  var load: (UInt16) -> UInt8? = { _ in nil }
  /// Takes what is written, and says whether there is such a port.
  var store: (UInt16, UInt8) -> Bool = { _, _ in false }

  /// Forgets what was recorded.
  func forget() { accesses = [] }

  func read8(from port: UInt16) -> UInt8 {
    guard let value = load(port) else {
      Issue.record("undefined read of port 0x\(String(port, radix: 16))")
      return 0xff
    }
    accesses.append(.read(8, Int(port), UInt64(value)))
    return value
  }

  func write8(_ value: UInt8, to port: UInt16) {
    accesses.append(.write(8, Int(port), UInt64(value)))
    if !store(port, value) {
      Issue.record("undefined write of port 0x\(String(port, radix: 16))")
    }
  }

  func read16(from port: UInt16) -> UInt16 {
    Issue.record("no port here is 16 bits wide")
    return 0xffff
  }

  func read32(from port: UInt16) -> UInt32 {
    Issue.record("no port here is 32 bits wide")
    return 0xffff_ffff
  }

  func write16(_ value: UInt16, to port: UInt16) { Issue.record("no port here is 16 bits wide") }
  func write32(_ value: UInt32, to port: UInt16) { Issue.record("no port here is 32 bits wide") }
}
