/// The machine that is debugged, and what the kernel knows of itself.
public protocol DebugTarget {
  /// Copies memory, as much as there is before the first byte that cannot be read.
  ///
  /// - Parameters:
  ///   - address: The first byte.
  ///   - buffer: Where it goes; its size is how much is wanted.
  /// - Returns: How many bytes could be had.
  mutating func read(_ address: UInt64, into buffer: ByteBuffer) -> Int

  /// Changes memory, all of it or nothing.
  ///
  /// - Returns: False if a byte of it cannot be written.
  mutating func write(_ bytes: ByteBuffer, to address: UInt64) -> Bool

  /// Whether a breakpoint may lie at an address, or a watchpoint in a range: not where the stub
  /// itself is entered, nor in what its entries use.
  func mayBreak(at address: UInt64, byteCount: UInt64) -> Bool

  /// The first of the addresses at which code of the stub's own making may be written and executed:
  /// `Session.detourByteCount`.
  var detours: UInt64 { get }

  /// The addresses of code.
  var code: Range<UInt64> { get }

  /// Where the processor goes on at a system call, if such calls are switched on.
  var systemCallEntry: UInt64 { get }

  /// Lists the tasks that do not run and have a block of memory of their own: no children.
  ///
  /// - Parameter list: Takes them, as many as there is room for.
  func findBlocks(_ list: inout TaskList)

  /// Where the task lies that runs; 0 if none does.
  var currentTask: UInt64 { get }

  /// The number of a file that the kernel has; nil if there is none of that name.
  func file(_ name: ByteBuffer) -> Int?

  /// Writes a file.
  ///
  /// - Parameters:
  ///   - number: What `file` says; any other number has nothing to write.
  ///   - output: Takes what it holds.
  mutating func writeFile<Line: DebugLine>(_ number: Int, _ output: inout Reply<Line>)

  /// Number of ranges of memory.
  var memoryRangeCount: Int { get }
  /// A range of memory, by its number.
  func memoryRange(_ index: Int) -> Range<UInt64>

  /// Runs a command of the kernel's own.
  ///
  /// - Parameters:
  ///   - command: What was typed after `monitor`.
  ///   - output: Takes what it writes, which goes out while it runs.
  /// - Returns: False if there is no such command, or it failed.
  mutating func perform<Line: DebugLine>(
    _ command: ByteBuffer, _ output: inout Reply<Line>
  ) -> Bool

  /// Ends or restarts the machine; may return where it cannot.
  mutating func leave(_ ending: DebugEnding)
}

/// The line to the debugger.
public protocol DebugLine {
  /// Sends bytes.
  mutating func send(_ bytes: ByteBuffer)
}

/// How a debugger ends the machine.
public enum DebugEnding: Sendable {
  case powerOff, reset
}
