internal import CInstructions

/// The global descriptor table, and the task state segment with the stacks for interrupts.
///
/// Source: Intel SDM volume 3, sections 3.4.5 and 8.7.
public struct SegmentTable {
  /// Bytes that the table and the segment take.
  public static var byteCount: Int { 256 }
  /// Selector of the code segment.
  public static var codeSelector: UInt16 { 0x08 }
  private static var stackSelector: UInt16 { 0x10 }
  private static var taskSelector: UInt16 { 0x18 }
  private static var taskOffset: Int { 64 }

  /// Stack number that device interrupts are taken on; 0 stays on the interrupted stack.
  public static var faultStack: UInt8 { 1 }
  /// Stack number for interrupts that can come at any moment.
  public static var interruptStack: UInt8 { 2 }

  /// Writes the tables and loads them.
  ///
  /// - Parameters:
  ///   - memory: `byteCount` zeroed bytes that stay for the rest of the run.
  ///   - faultStackEnd: Address just above the stack for faults.
  ///   - interruptStackEnd: Address just above the stack for non-maskable interrupts.
  public static func load(
    unsafeMemory memory: UnsafeMutableRawPointer, faultStackEnd: UInt64, interruptStackEnd: UInt64
  ) {
    // Safe: all offsets below lie within the 256 bytes that the caller gives away.
    let task = unsafe memory + taskOffset
    unsafe task.storeBytes(of: faultStackEnd, toByteOffset: 36, as: UInt64.self)
    unsafe task.storeBytes(of: interruptStackEnd, toByteOffset: 44, as: UInt64.self)
    // The I/O permission map lies beyond the limit: there is none.
    unsafe task.storeBytes(of: 104, toByteOffset: 102, as: UInt16.self)

    let base = UInt64(UInt(bitPattern: task))
    unsafe memory.storeBytes(of: 0x00af_9b00_0000_ffff, toByteOffset: 8, as: UInt64.self)
    unsafe memory.storeBytes(of: 0x00cf_9300_0000_ffff, toByteOffset: 16, as: UInt64.self)
    let low = 0x0000_8900_0000_0067 | (base & 0xff_ffff) << 16 | (base >> 24 & 0xff) << 56
    unsafe memory.storeBytes(of: low, toByteOffset: 24, as: UInt64.self)
    unsafe memory.storeBytes(of: base >> 32, toByteOffset: 32, as: UInt64.self)
    cpu_load_global_table(UInt64(UInt(bitPattern: memory)), 39)
    // Any, even none, would do. But a return from an interrupt makes of none one of 32 bits, and
    // QEMU keeps what it translated by the kind of the stack segment: it translates all anew.
    cpu_load_stack_segment(stackSelector)
    cpu_load_task_register(taskSelector)
  }
}
