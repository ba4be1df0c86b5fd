/// The processor's registers at one moment.
public struct RegisterValues: Equatable, Sendable {
  public var rax: UInt64 = 0
  public var rbx: UInt64 = 0
  public var rcx: UInt64 = 0
  public var rdx: UInt64 = 0
  public var rsi: UInt64 = 0
  public var rdi: UInt64 = 0
  public var rbp: UInt64 = 0
  public var rsp: UInt64 = 0
  public var r8: UInt64 = 0
  public var r9: UInt64 = 0
  public var r10: UInt64 = 0
  public var r11: UInt64 = 0
  public var r12: UInt64 = 0
  public var r13: UInt64 = 0
  public var r14: UInt64 = 0
  public var r15: UInt64 = 0
  /// Address of the instruction.
  public var rip: UInt64 = 0
  public var rflags: UInt64 = 0
  /// Address that caused the last page fault.
  public var cr2: UInt64 = 0
  /// Physical address of the page tables.
  public var cr3: UInt64 = 0
  /// Selector of the code segment.
  public var cs: UInt64 = 0
  /// Selector of the stack segment.
  public var ss: UInt64 = 0

  /// Makes registers that are all 0.
  public init() {}

  /// What the registers are called, in the order of the record, each in seven columns.
  private static var names: StaticString {
    """
    rax    rbx    rcx    rdx    rsi    rdi    rbp    rsp    r8     r9     r10    r11    r12    \
    r13    r14    r15    rip    rflags cr2    cr3    cs     ss     \

    """
  }

  /// Writes what a register is called, padded to seven columns.
  ///
  /// - Parameters:
  ///   - index: Place of the register among the values.
  ///   - sink: Where to write it.
  public static func writeName<Sink: ByteSink & ~Copyable>(of index: Int, to sink: inout Sink) {
    let names = names
    precondition(names.utf8CodeUnitCount == 7 * 22 && 0..<22 ~= index, "no such register")
    for column in 0..<7 {
      // Safe: the index and the length have been checked.
      unsafe sink.write(names.utf8Start[7 * index + column])
    }
  }

  /// The registers, in the order of the record.
  public var values: InlineArray<22, UInt64> {
    // Safe: they are 22 words one after the other, in this order.
    unsafe unsafeBitCast(self, to: InlineArray<22, UInt64>.self)
  }

  init(from reader: inout ByteReader) throws(RecordError) {
    rax = try reader.integer()
    rbx = try reader.integer()
    rcx = try reader.integer()
    rdx = try reader.integer()
    rsi = try reader.integer()
    rdi = try reader.integer()
    rbp = try reader.integer()
    rsp = try reader.integer()
    r8 = try reader.integer()
    r9 = try reader.integer()
    r10 = try reader.integer()
    r11 = try reader.integer()
    r12 = try reader.integer()
    r13 = try reader.integer()
    r14 = try reader.integer()
    r15 = try reader.integer()
    rip = try reader.integer()
    rflags = try reader.integer()
    cr2 = try reader.integer()
    cr3 = try reader.integer()
    cs = try reader.integer()
    ss = try reader.integer()
  }

  func write<Sink: ByteSink & ~Copyable>(to sink: inout Sink) {
    let values = self.values
    for index in values.indices {
      sink.write(littleEndian: values[index])
    }
  }
}
