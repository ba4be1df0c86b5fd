/// What a machine's registers call the state of being off: the object `\_S5_` of its bytecode.
///
/// The bytecode is not run. Every compiler writes this object as a name with a package of
/// constants, and that is what is looked for.
///
/// Source: ACPI 6.5, sections 7.4.2.6 and 20.2.
public struct SleepType: Equatable, Sendable {
  /// The value for the control register, 0 to 7.
  public let control: UInt8
  /// The value for its second half, 0 to 7.
  public let secondControl: UInt8

  /// Makes a state from its values.
  public init(control: UInt8, secondControl: UInt8) {
    self.control = control
    self.secondControl = secondControl
  }

  /// Finds the object; nil if there is none, or not as described.
  ///
  /// - Parameter code: The differentiated table, header included.
  public init?(in code: RawSpan) {
    guard code.byteCount > 8 else { return nil }
    for offset in 1..<code.byteCount - 4
    where code.littleEndian(at: offset, as: UInt32.self) == Self.name {
      let before: UInt8 = code.littleEndian(at: offset - 1)
      let isRooted = before == Code.root && offset > 1
      let opcode = isRooted ? code.littleEndian(at: offset - 2, as: UInt8.self) : before
      guard opcode == Code.name, let found = Self.package(code, at: offset + 4) else { continue }
      self = found
      return
    }
    return nil
  }

  /// Reads a package that begins with two small numbers.
  private static func package(_ code: RawSpan, at start: Int) -> SleepType? {
    var offset = start
    guard take(code, &offset) == Code.package, let lead = take(code, &offset) else { return nil }
    // The two highest bits count the bytes of the length that follow; the length itself says
    // nothing that the number of elements does not.
    offset += Int(lead >> 6)
    guard let count = take(code, &offset), count >= 1,
      let first = number(code, &offset)
    else { return nil }
    let second = count >= 2 ? number(code, &offset) : 0
    guard let second, first <= 7, second <= 7 else { return nil }
    return SleepType(control: first, secondControl: second)
  }

  /// Takes a constant below 256.
  private static func number(_ code: RawSpan, _ offset: inout Int) -> UInt8? {
    switch take(code, &offset) {
    case Code.zero: 0
    case Code.one: 1
    case Code.byte: take(code, &offset)
    default: nil
    }
  }

  private static func take(_ code: RawSpan, _ offset: inout Int) -> UInt8? {
    guard offset < code.byteCount else { return nil }
    defer { offset += 1 }
    return code.littleEndian(at: offset)
  }

  /// The letters "_S5_".
  private static var name: UInt32 { 0x5f35_535f }

  private enum Code {
    static var zero: UInt8 { 0x00 }
    static var one: UInt8 { 0x01 }
    static var name: UInt8 { 0x08 }
    static var byte: UInt8 { 0x0a }
    static var package: UInt8 { 0x12 }
    static var root: UInt8 { 0x5c }
  }
}
