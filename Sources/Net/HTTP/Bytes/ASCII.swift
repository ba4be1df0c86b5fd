/// Characters that messages consist of.
enum ASCII {
  static var tab: UInt8 { 0x09 }
  static var lineFeed: UInt8 { 0x0a }
  static var carriageReturn: UInt8 { 0x0d }
  static var space: UInt8 { 0x20 }
  static var quote: UInt8 { 0x22 }
  static var percent: UInt8 { 0x25 }
  static var asterisk: UInt8 { 0x2a }
  static var plus: UInt8 { 0x2b }
  static var comma: UInt8 { 0x2c }
  static var minus: UInt8 { 0x2d }
  static var dot: UInt8 { 0x2e }
  static var slash: UInt8 { 0x2f }
  static var zero: UInt8 { 0x30 }
  static var colon: UInt8 { 0x3a }
  static var semicolon: UInt8 { 0x3b }
  static var equals: UInt8 { 0x3d }
  static var question: UInt8 { 0x3f }
  static var backslash: UInt8 { 0x5c }
}

extension UInt8 {
  /// Whether this is a space or a tab.
  var isBlank: Bool {
    @inline(__always) get { self == ASCII.space || self == ASCII.tab }
  }

  /// Whether this may be in a field's value: anything but control characters, of which a tab may.
  var isFieldContent: Bool {
    @inline(__always) get { self >= 0x20 && self != 0x7f || self == ASCII.tab }
  }

  /// The same character, as lower case if it is a letter.
  var lowercased: UInt8 {
    @inline(__always) get { self &- 0x41 < 26 ? self | 0x20 : self }
  }

  /// Whether this may be in a token, such as the name of a field.
  ///
  /// Source: RFC 9110, section 5.6.2.
  var isToken: Bool {
    @inline(__always) get {
      if (self | 0x20) &- 0x61 < 26 || self == ASCII.minus { return true }
      let other: UInt64 = 0x03ff_6cfa_0000_0000
      return self < 64
        ? other >> self & 1 != 0
        : self == 0x5e || self == 0x5f || self == 0x60 || self == 0x7c || self == 0x7e
    }
  }

  /// Whether this may be in the host of a URI and its port.
  ///
  /// Source: RFC 3986, section 3.2.2.
  var isHost: Bool {
    @inline(__always) get {
      if (self | 0x20) &- 0x61 < 26 || self &- 0x2d < 2 || self &- 0x30 < 11 { return true }
      switch self {
      case 0x21, 0x24, 0x25, 0x26, 0x27, 0x28, 0x29, 0x2a, 0x2b, 0x2c, 0x3b, 0x3d: return true
      case 0x5b, 0x5d, 0x5f, 0x7e: return true
      default: return false
      }
    }
  }

  /// What a hexadecimal digit counts; nil if this is none.
  var hexadecimal: UInt8? {
    @inline(__always) get {
      if self &- 0x30 < 10 { return self &- 0x30 }
      let letter = (self | 0x20) &- 0x61
      return letter < 6 ? letter &+ 10 : nil
    }
  }
}
