/// The stacks of the kernel, and reading them.
///
/// All of them lie below 4 GiB. A frame pointer is read as 32 bits, as Swift marks the frames of
/// asynchronous functions by a bit of the upper half.
public protocol StackMemory {
  /// The stack that an address lies on.
  ///
  /// - Returns: The address of its first byte, and how many it has; no bytes if it is on none.
  func stack(holding address: UInt32) -> (start: UInt32, byteCount: UInt32)

  /// Reads the lower half of a word of a stack.
  ///
  /// - Parameter address: On a stack, as are the three bytes behind it.
  /// - Returns: The four bytes.
  func word(at address: UInt32) -> UInt32
}
