internal import Hardware
internal import TestSupport
internal import Testing

/// The configuration spaces of a machine behind their two ports.
///
/// Strict: only the mechanism's ports exist, and only registers that are made writable can be
/// written, base address registers only while the function does not answer to addresses.
final class FakePCI: Ports {
  /// One function's 256 bytes.
  final class Function {
    var bytes: [UInt8]
    /// Which bits a write changes, by the offset of the 32-bit word.
    var writableBits: [Int: UInt32] = [:]
    /// What was written, with the offset in bytes.
    var writes: [(offset: Int, value: UInt32)] = []

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func word(_ offset: Int) -> UInt32 {
      (0..<4).reduce(0) { $0 | UInt32(bytes[offset + $1]) << (8 * UInt32($1)) }
    }

    func setWord(_ value: UInt32, at offset: Int) {
      for index in 0..<4 { bytes[offset + index] = UInt8(truncatingIfNeeded: value >> (8 * index)) }
    }

    var answersToMemory: Bool { bytes[4] & 2 != 0 }
  }

  /// By the selector of their first word without the enabling bit.
  private(set) var functions: [UInt32: Function] = [:]
  private var selector: UInt32 = 0
  /// Whether writes that QEMU's functions would ignore are failures.
  var isStrict = true

  /// Takes the machine of a fixture.
  init(fixture: String) throws {
    var current: Function?
    for line in try Fixtures().lines(fixture) {
      let parts = line.split { " :.".contains($0) }
      if line.contains(".") {
        let numbers = parts.compactMap { UInt32($0, radix: 16) }
        current = add(bus: numbers[0], device: numbers[1], function: numbers[2], bytes: [])
      } else {
        current?.bytes += parts.dropFirst().compactMap { UInt8($0, radix: 16) }
      }
    }
  }

  /// Makes an empty machine.
  init() {}

  @discardableResult
  func add(bus: UInt32, device: UInt32, function: UInt32, bytes: [UInt8]) -> Function {
    let added = Function(bytes)
    functions[bus << 16 | device << 11 | function << 8] = added
    return added
  }

  /// The network device of the fixtures, whose registers can be written as QEMU's can.
  var networkFunction: Function {
    let function = functions[0x1000] ?? Function([])
    if function.writableBits.isEmpty {
      function.writableBits = [
        0x04: 0x0000_0507, 0x10: 0, 0x14: 0xffff_f000, 0x18: 0, 0x1c: 0,
        0x20: 0xffff_c000, 0x24: 0xffff_ffff, 0x98: 0xc000_0000,
      ]
    }
    return function
  }

  private var selected: Function? {
    #expect(selector >> 31 == 1, "the configuration mechanism is not enabled")
    return functions[selector & 0x00ff_ff00]
  }

  private func read(_ port: UInt16, width: UInt32) -> UInt32 {
    guard port >= 0xcfc, UInt32(port) + width / 8 <= 0xd00, UInt32(port) % (width / 8) == 0 else {
      Issue.record("undefined read of port 0x\(String(port, radix: 16))")
      return 0
    }
    let word = selected?.word(Int(selector & 0xfc)) ?? .max
    return word >> (8 * UInt32(port - 0xcfc)) & (.max >> (32 - width))
  }

  private func write(_ value: UInt32, _ port: UInt16, width: UInt32) {
    if port == 0xcf8, width == 32 {
      selector = value
      return
    }
    guard port >= 0xcfc, UInt32(port) + width / 8 <= 0xd00, let function = selected else {
      Issue.record("undefined write of port 0x\(String(port, radix: 16))")
      return
    }
    let offset = Int(selector & 0xfc)
    guard let writable = function.writableBits[offset] else {
      if !isStrict { return }
      Issue.record("a write of a register that has no writable bit: \(offset)")
      return
    }
    #expect(
      !isStrict || !(0x10..<0x28).contains(offset) || function.bytes[4] & 3 == 0,
      "an address was changed while the function answers to it")
    let shift = 8 * UInt32(port - 0xcfc)
    let lane = (UInt32.max >> (32 - width)) << shift & writable
    function.setWord(function.word(offset) & ~lane | value << shift & lane, at: offset)
    function.writes.append((offset + Int(port - 0xcfc), value))
  }

  func read8(from port: UInt16) -> UInt8 { UInt8(read(port, width: 8)) }
  func read16(from port: UInt16) -> UInt16 { UInt16(read(port, width: 16)) }
  func read32(from port: UInt16) -> UInt32 { read(port, width: 32) }
  func write8(_ value: UInt8, to port: UInt16) { write(UInt32(value), port, width: 8) }
  func write16(_ value: UInt16, to port: UInt16) { write(UInt32(value), port, width: 16) }
  func write32(_ value: UInt32, to port: UInt16) { write(value, port, width: 32) }
}
