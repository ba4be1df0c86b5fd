/// A register as gdb counts them: by its place in the target description.
///
/// Source: gdb/features/i386/64bit-core.xml, 64bit-sse.xml and 64bit-segments.xml; the last two
/// groups are our own.
public struct Register: Equatable, Sendable {
  /// Its number.
  public let number: Int

  /// Names a register, if there is one of that number.
  init?(_ number: Int) {
    guard 0..<Self.count ~= number else { return nil }
    self.number = number
  }

  private init(known number: Int) { self.number = number }

  /// How many there are.
  public static var count: Int { 67 }
  /// Bytes of all of them.
  public static var totalByteCount: Int { 616 }

  /// Registers for integers, in gdb's order; the processor's number of each is another.
  public static func integer(_ number: Int) -> Register { Register(known: number & 15) }
  public static var rax: Register { Register(known: 0) }
  public static var rbp: Register { Register(known: 6) }
  public static var rsp: Register { Register(known: 7) }
  public static var rip: Register { Register(known: 16) }
  public static var flags: Register { Register(known: 17) }
  /// cs, ss, ds, es, fs and gs by their number.
  public static func segment(_ number: Int) -> Register { Register(known: 18 + number) }
  /// The stack of the x87 by its place.
  static func float(_ number: Int) -> Register { Register(known: 24 + number) }
  /// Control words of the x87: fctrl, fstat, ftag, fiseg, fioff, foseg, fooff and fop.
  static func floatControl(_ number: Int) -> Register { Register(known: 32 + number) }
  static func vector(_ number: Int) -> Register { Register(known: 40 + number) }
  static var vectorControl: Register { Register(known: 56) }
  public static var fsBase: Register { Register(known: 57) }
  public static var gsBase: Register { Register(known: 58) }
  /// cr0, cr2, cr3, cr4, cr8 and efer by their number.
  public static func system(_ number: Int) -> Register { Register(known: 59 + number) }
  /// Number of the interrupt that stopped the guest.
  public static var interrupt: Register { Register(known: 65) }
  /// What the processor said of it.
  public static var errorCode: Register { Register(known: 66) }

  /// Bytes of the register, as gdb has it.
  public var byteCount: Int {
    @inline(never) get {
      switch number {
      case 17..<24, 32..<40, 56: 4
      case 24..<32: 10
      case 40..<56: 16
      default: 8
      }
    }
  }

  /// Where it lies in a `RegisterBlock`.
  var place: Int {
    @inline(never) get {
      switch number {
      case 24..<32: RegisterBlock.floatPlace + 32 + (number - 24) * 16
      case 32..<40: RegisterBlock.controlPlace + (number - 32) * 4
      case 40..<56: RegisterBlock.floatPlace + 160 + (number - 40) * 16
      case 56: RegisterBlock.floatPlace + 24
      default: Self.word(number < 24 ? number : number - 33) * 8
      }
    }
  }

  /// Which word of the block each register is, as a letter behind `0` for each: those below the
  /// stack of the x87, then those from `fs_base` on.
  private static var words: StaticString { ">=<;:98D76543210ACBENNNNFGHIJKLM?@" }

  private static func word(_ index: Int) -> Int {
    // Safe: there is a letter for each.
    unsafe Int(words.utf8Start[index] - UInt8(ascii: "0"))
  }

  /// Whether the processor goes on with a value: code, the stack and the bases of segments are
  /// where addresses can be.
  @inline(never)
  func takes(_ value: ByteBuffer) -> Bool {
    guard self == .rip || self == .rsp || self == .fsBase || self == .gsBase else { return true }
    return Self.isAddress(value.number(at: 0, byteCount: 8))
  }

  /// Whether a number can be an address: its highest bits are equal.
  @inline(never)
  static func isAddress(_ number: UInt64) -> Bool {
    UInt64(bitPattern: Int64(bitPattern: number &<< 16) &>> 16) == number
  }

  /// Whether it may be changed.
  var isWritable: Bool { !(18..<24 ~= number) && number < 59 }
}
