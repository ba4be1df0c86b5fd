// Strings and numbers of JSON.
//
// Source: RFC 8259, sections 6 and 7.

/// Reads strings and numbers from the bytes of a text.
enum JSONText {
  /// Reads a string, whose quote is at the offset.
  static func string(_ bytes: [UInt8], from offset: inout Int) throws(JSONError) -> [UInt8] {
    var result: [UInt8] = []
    var check = UTF8Check()
    offset += 1
    while offset < bytes.count {
      let byte = bytes[offset]
      if byte == ASCII.quote || byte == ASCII.backslash {
        guard check.isAtBoundary else { throw .notUTF8(at: offset) }
        offset += 1
        if byte == ASCII.quote { return result }
        try escape(bytes, from: &offset, into: &result)
        continue
      }
      guard byte >= 0x20 else { throw .malformedString(at: offset) }
      guard check.accept(byte) else { throw .notUTF8(at: offset) }
      result.append(byte)
      offset += 1
    }
    throw .unexpected(at: offset)
  }

  /// Reads what follows a backslash.
  private static func escape(
    _ bytes: [UInt8], from offset: inout Int, into result: inout [UInt8]
  ) throws(JSONError) {
    guard offset < bytes.count else { throw .unexpected(at: offset) }
    let place = offset
    offset += 1
    switch bytes[place] {
    case ASCII.quote, ASCII.backslash, ASCII.slash: result.append(bytes[place])
    case 0x62: result.append(0x08)
    case 0x66: result.append(0x0c)
    case 0x6e: result.append(0x0a)
    case 0x72: result.append(0x0d)
    case 0x74: result.append(0x09)
    case 0x75:
      var unit = try codeUnit(bytes, from: &offset)
      if unit & 0xfc00 == 0xd800 {
        // The first half of a pair: the second must follow.
        guard offset + 1 < bytes.count, bytes[offset] == ASCII.backslash,
          bytes[offset + 1] == 0x75
        else { throw .malformedString(at: place) }
        offset += 2
        let low = try codeUnit(bytes, from: &offset)
        guard low & 0xfc00 == 0xdc00 else { throw .malformedString(at: place) }
        unit = 0x10000 + (unit & 0x3ff) << 10 + low & 0x3ff
      } else if unit & 0xfc00 == 0xdc00 {
        throw .malformedString(at: place)
      }
      append(unit, to: &result)
    default: throw .malformedString(at: place)
    }
  }

  /// Reads four hexadecimal digits.
  private static func codeUnit(
    _ bytes: [UInt8], from offset: inout Int
  ) throws(JSONError) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard offset < bytes.count, let digit = bytes[offset].hexadecimal else {
        throw .malformedString(at: offset)
      }
      unit = unit << 4 | UInt32(digit)
      offset += 1
    }
    return unit
  }

  /// Adds a character in UTF-8.
  private static func append(_ scalar: UInt32, to bytes: inout [UInt8]) {
    func part(_ shift: UInt32) -> UInt8 { UInt8(scalar >> shift & 0x3f) | 0x80 }
    switch scalar {
    case 0..<0x80: bytes.append(UInt8(scalar))
    case 0x80..<0x800:
      bytes.append(UInt8(scalar >> 6) | 0xc0)
      bytes.append(part(0))
    case 0x800..<0x10000:
      bytes.append(UInt8(scalar >> 12) | 0xe0)
      bytes.append(part(6))
      bytes.append(part(0))
    default:
      bytes.append(UInt8(scalar >> 18) | 0xf0)
      bytes.append(part(12))
      bytes.append(part(6))
      bytes.append(part(0))
    }
  }

  /// Reads a number, whose minus or first digit is at the offset.
  static func number(_ bytes: [UInt8], from offset: inout Int) throws(JSONError) -> JSONNumber {
    let start = offset
    let isNegative = bytes[offset] == ASCII.minus
    if isNegative { offset += 1 }
    let whole = try digits(bytes, from: &offset)
    // A zero is the only number that begins with one.
    if whole.count > 1, bytes[whole.lowerBound] == ASCII.zero {
      throw .unexpected(at: whole.lowerBound + 1)
    }
    var fraction = offset..<offset
    var (exponent, isExact) = (0, true)
    if offset < bytes.count, bytes[offset] == ASCII.dot {
      offset += 1
      fraction = try digits(bytes, from: &offset)
      isExact = false
    }
    if offset < bytes.count, bytes[offset] | 0x20 == 0x65 {
      offset += 1
      exponent = try self.exponent(bytes, from: &offset)
      isExact = false
    }
    if isExact, let integer = integer(bytes, whole, isNegative) { return .integer(integer) }
    var decimal = DecimalNumber(exponent: exponent)
    for place in whole { decimal.append(bytes[place] - ASCII.zero) }
    for place in fraction { decimal.append(bytes[place] - ASCII.zero, isFraction: true) }
    precondition(start < offset)
    return .double(isNegative ? -decimal.double : decimal.double)
  }

  /// Passes over digits, of which there must be one.
  private static func digits(
    _ bytes: [UInt8], from offset: inout Int
  ) throws(JSONError) -> Range<Int> {
    let start = offset
    while offset < bytes.count, bytes[offset] &- ASCII.zero < 10 { offset += 1 }
    guard offset > start else { throw .unexpected(at: offset) }
    return start..<offset
  }

  /// Reads an exponent; one beyond all numbers is cut.
  private static func exponent(
    _ bytes: [UInt8], from offset: inout Int
  ) throws(JSONError) -> Int {
    let isNegative = offset < bytes.count && bytes[offset] == ASCII.minus
    if offset < bytes.count, isNegative || bytes[offset] == ASCII.plus { offset += 1 }
    var exponent = 0
    for place in try digits(bytes, from: &offset) {
      exponent = min(exponent * 10 + Int(bytes[place] - ASCII.zero), 100_000_000)
    }
    return isNegative ? -exponent : exponent
  }

  /// The number of digits, if 64 bits hold it; -0 is left to those with a fraction.
  private static func integer(
    _ bytes: [UInt8], _ digits: Range<Int>, _ isNegative: Bool
  ) -> Int64? {
    var number: Int64 = 0
    for place in digits {
      let digit = Int64(bytes[place] - ASCII.zero)
      let (product, isTooLarge) = number.multipliedReportingOverflow(by: 10)
      let (sum, overflow) =
        isNegative
        ? product.subtractingReportingOverflow(digit) : product.addingReportingOverflow(digit)
      if isTooLarge || overflow { return nil }
      number = sum
    }
    return isNegative && number == 0 ? nil : number
  }
}
