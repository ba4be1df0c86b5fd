internal import CInstructions

/// The interrupt descriptor table.
///
/// Source: Intel SDM volume 3, section 6.14.1.
public struct InterruptTable {
  /// Bytes that the table takes: 256 gates of 16 bytes.
  public static var byteCount: Int { 4096 }
  /// Vector of the local APIC's spurious interrupt.
  public static var spuriousVector: UInt8 { 0xff }

  /// Writes the gates and loads the table.
  ///
  /// Exceptions are taken on the fault stack, so that an overflow of the stack can be reported; the
  /// non-maskable interrupt has one of its own.
  ///
  /// - Parameters:
  ///   - memory: `byteCount` zeroed bytes that stay for the rest of the run.
  ///   - entries: Address of the entries as `Sources/Kernel/Boot/interrupts.S` lays them out.
  public static func load(unsafeMemory memory: UnsafeMutableRawPointer, entries: UInt64) {
    for vector in 0..<256 {
      let stack: UInt8 =
        switch vector {
        case 2: SegmentTable.interruptStack
        case 0..<32: SegmentTable.faultStack
        default: 0
        }
      let entry = entries + entryOffset(ofVector: UInt64(vector))
      unsafe storeGate(in: memory, vector: vector, entry: entry, stack: stack)
    }
    cpu_load_interrupt_table(UInt64(UInt(bitPattern: memory)), UInt16(byteCount - 1))
  }

  /// Lets an interrupt be taken by another entry.
  ///
  /// - Parameters:
  ///   - vector: The interrupt.
  ///   - memory: The table, which is loaded.
  ///   - entry: Address of its entry; it is taken on the same stack as before.
  /// - Returns: Address of the entry that it had.
  public static func redirect(
    _ vector: UInt8, unsafeMemory memory: UnsafeMutableRawPointer, to entry: UInt64
  ) -> UInt64 {
    // Safe: the table has 256 gates.
    let gate = unsafe memory + Int(vector) * 16
    let low = unsafe gate.load(as: UInt64.self)
    let high = unsafe gate.load(fromByteOffset: 8, as: UInt64.self)
    let stack = UInt8(truncatingIfNeeded: low >> 32) & 7
    unsafe storeGate(in: memory, vector: Int(vector), entry: entry, stack: stack)
    return low & 0xffff | low >> 32 & 0xffff_0000 | high << 32
  }

  /// Where a vector's entry lies: groups of 136 bytes, two of 16 exceptions, then of 32 vectors.
  private static func entryOffset(ofVector vector: UInt64) -> UInt64 {
    vector < 32
      ? vector / 16 * 136 + vector % 16 * 8
      : (vector / 32 + 1) * 136 + vector % 32 * 4
  }

  private static func storeGate(
    in memory: UnsafeMutableRawPointer, vector: Int, entry: UInt64, stack: UInt8
  ) {
    // Present, ring 0, interrupt gate: interrupts are off in the handler.
    let low =
      (entry & 0xffff) | UInt64(SegmentTable.codeSelector) << 16 | UInt64(stack) << 32
      | 0x8e00 << 32 | (entry >> 16 & 0xffff) << 48
    // Safe: the table has 256 gates and vectors are below that.
    unsafe memory.storeBytes(of: low, toByteOffset: vector * 16, as: UInt64.self)
    unsafe memory.storeBytes(of: entry >> 32, toByteOffset: vector * 16 + 8, as: UInt64.self)
  }
}
