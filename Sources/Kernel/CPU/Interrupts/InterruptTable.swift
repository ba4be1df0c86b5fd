internal import CInstructions

/// The interrupt descriptor table.
///
/// Source: Intel SDM volume 3, section 6.14.1.
public struct InterruptTable {
  /// Bytes that the table takes: 256 gates of 16 bytes.
  public static var byteCount: Int { 4096 }
  /// Vector of the local APIC's spurious interrupt.
  public static var spuriousVector: UInt8 { 0xff }
  /// Vectors that have an entry of their own, from 0.
  public static var entryCount: Int { 64 }

  /// Writes the gates and loads the table.
  ///
  /// Exceptions are taken on the fault stack, so that an overflow of the stack can be reported; the
  /// non-maskable interrupt has one of its own.
  ///
  /// - Parameters:
  ///   - memory: `byteCount` zeroed bytes that stay for the rest of the run.
  ///   - entries: Address of the entry of vector 0; the others follow every 16 bytes.
  ///   - spurious: Address of the entry of the spurious interrupt.
  public static func load(
    unsafeMemory memory: UnsafeMutableRawPointer, entries: UInt64, spurious: UInt64
  ) {
    for vector in 0..<entryCount {
      let stack: UInt8 =
        switch vector {
        case 2: SegmentTable.interruptStack
        case 0..<32: SegmentTable.faultStack
        default: 0
        }
      let entry = entries + UInt64(vector) * 16
      unsafe storeGate(in: memory, vector: vector, entry: entry, stack: stack)
    }
    unsafe storeGate(in: memory, vector: Int(spuriousVector), entry: spurious, stack: 0)
    cpu_load_interrupt_table(UInt64(UInt(bitPattern: memory)), UInt16(byteCount - 1))
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
