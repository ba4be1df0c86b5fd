internal import Telemetry

// The rest of the C library, as far as the Swift runtime refers to it.

/// Ends the guest: the runtime found its own state broken.
@c(abort) func cAbort() -> Never {
  panic(.fatalError, "the Swift runtime aborted")
}

/// Writes a line; the runtime says by it why it aborts.
@c(puts) func cWriteLine(_ text: UnsafePointer<UInt8>) -> CInt {
  var cursor = unsafe text
  while unsafe cursor.pointee != 0 {
    unsafe Console().write(cursor.pointee)
    unsafe cursor += 1
  }
  Console().write(0x0a)
  return 0
}

/// Writes a byte; Swift's `print` stands on it.
@c(putchar) func cWriteByte(_ byte: CInt) -> CInt {
  Console().write(UInt8(truncatingIfNeeded: byte))
  return byte
}

/// Fills memory with random bytes; Swift's dictionaries are seeded by it.
@c(arc4random_buf) func cFillRandomly(_ block: UnsafeMutableRawPointer, _ byteCount: Int) {
  // Safe: the caller vouches for the block.
  unsafe EntropyPool.fill(UnsafeMutableRawBufferPointer(start: block, count: byteCount))
}

/// The least whole number that is not below a number.
@c(ceil) func cRoundUp(_ value: Double) -> Double {
  // Numbers from 2^52 on have no fraction.
  guard value.magnitude < 4_503_599_627_370_496 else { return value }
  let whole = Double(Int64(value))
  return whole < value ? whole + 1 : whole
}

/// Ends the guest: the Swift runtime met what it cannot handle.
///
/// Defined here, the runtime's own is not linked, which formats a text that nobody would see.
@c(_ZN5swift28swift_Concurrency_fatalErrorEjPKcz) func cRuntimeFailure(
  _ flags: UInt32, _ format: UnsafePointer<UInt8>
) -> Never {
  _ = unsafe cWriteLine(format)
  cAbort()
}

/// Formats text for messages of a runtime that is about to abort; the message stays empty.
@c(vsnprintf) func cFormat(
  _ buffer: UnsafeMutablePointer<UInt8>?, _ byteCount: Int, _ format: UnsafePointer<UInt8>,
  _ arguments: UnsafeMutableRawPointer
) -> CInt {
  if byteCount > 0 { unsafe buffer?.pointee = 0 }
  return 0
}

/// Prints the bare format of a message of a runtime that is about to abort.
@c(vprintf) func cPrint(
  _ format: UnsafePointer<UInt8>, _ arguments: UnsafeMutableRawPointer
) -> CInt {
  unsafe cWriteLine(format)
}

/// Ends the guest: C++ called a function that has no body.
@c(__cxa_pure_virtual) func cPureVirtual() -> Never {
  panic(.fatalError, "a pure virtual function was called")
}

/// Ends the guest: a C++ container outgrew its limit.
@c(_ZSt20__throw_length_errorPKc) func cLengthError(_ message: UnsafePointer<UInt8>) -> Never {
  panic(.fatalError, "a container of the Swift runtime grew too long")
}
