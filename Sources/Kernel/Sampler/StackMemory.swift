/// The stacks of the kernel, and reading them.
///
/// All of them lie below 4 GiB. A frame pointer is read as 32 bits, as Swift marks the frames of
/// asynchronous functions by a bit of the upper half.
public protocol StackMemory {
  /// Where records may be on the stack that most code runs on: from its first byte to the last
  /// place where one fits.
  var mainStack: (start: UInt, last: UInt) { get }

  /// As `mainStack`, of another stack that an address lies on.
  ///
  /// - Returns: Nil if it lies on none.
  func otherStack(holding address: UInt) -> (start: UInt, last: UInt)?

  /// Where handlers of interrupts return to: above their records lies that of the code which was
  /// interrupted, with the instruction that is next in place of a return address.
  var handlerReturn: UInt32 { get }

  /// Whether an address lies in code.
  func isCode(_ address: UInt32) -> Bool

  /// Whether a call goes on at an address.
  func isReturnAddress(_ address: UInt32) -> Bool

  /// Reads the lower half of a word of a stack.
  ///
  /// - Parameter address: On a stack, as are the three bytes behind it.
  /// - Returns: The four bytes.
  func word(at address: UInt) -> UInt32

  /// Reads a word of a stack.
  ///
  /// - Parameter address: On a stack, as are the seven bytes behind it.
  /// - Returns: The eight bytes.
  func fullWord(at address: UInt) -> UInt64
}
