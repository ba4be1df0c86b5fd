/// A panic as text for people: what the guest prints on its console.
///
/// The form is fixed. Each line ends with CR LF, as terminals want it:
///
///     PANIC: processor exception: page fault: <message>
///     at 1234567 ns, vector 14, error code 0x0000000000000002
///     rax 0x…  rbx 0x…  rcx 0x…          three registers to a line
///     frames: @0x… 0x… 0x… 0x…           four addresses to a line; @ marks an exact address
///     frames: …                          at the end of a truncated stack
///     END OF PANIC
public struct PanicBlock {
  /// First bytes of the first line.
  public static var opening: StaticString { "PANIC: " }
  /// The whole last line.
  public static var closing: StaticString { "END OF PANIC" }

  private let record: PanicRecord

  /// Makes the block of a record.
  public init(_ record: PanicRecord) {
    self.record = record
  }

  /// Writes the block; it begins on a line of its own whatever was on the console before.
  public func write<Sink: ByteSink & ~Copyable>(to sink: inout Sink) {
    endLine(&sink)
    writeHeadline(to: &sink)
    writeRegisters(to: &sink)
    writeFrames(to: &sink)
    sink.write(Self.closing)
    endLine(&sink)
  }

  private func writeHeadline<Sink: ByteSink & ~Copyable>(to sink: inout Sink) {
    sink.write(Self.opening)
    record.reason.writeName(to: &sink)
    if record.reason == .exception || record.reason == .unexpectedInterrupt {
      sink.write(": ")
      PanicReason.writeName(ofVector: record.vector, to: &sink)
    }
    if record.message.byteCount > 0 { sink.write(": ") }
    for index in 0..<record.message.byteCount {
      let byte = record.message[index]
      // A message may not tear the block or drive the terminal.
      sink.write(byte < 0x20 || byte == 0x7f ? 0x3f : byte)
    }
    endLine(&sink)
    sink.write("at ")
    sink.write(decimal: record.nanosecondsSinceEntry)
    sink.write(" ns, vector ")
    sink.write(decimal: UInt64(record.vector))
    sink.write(", error code ")
    sink.write(hexadecimal: record.errorCode)
    endLine(&sink)
  }

  private func writeRegisters<Sink: ByteSink & ~Copyable>(to sink: inout Sink) {
    let values = record.registers.values
    for index in values.indices {
      if index % 3 != 0 { sink.write("  ") }
      RegisterValues.writeName(of: index, to: &sink)
      sink.write(hexadecimal: values[index])
      if index % 3 == 2 || index == values.count - 1 { endLine(&sink) }
    }
  }

  private func writeFrames<Sink: ByteSink & ~Copyable>(to sink: inout Sink) {
    let frames = record.frames
    for index in 0..<frames.count {
      sink.write(index % 4 == 0 ? "frames: " : " ")
      if frames.isExact(index) { sink.write(0x40) }
      sink.write(hexadecimal: frames[index])
      if index % 4 == 3 || index == frames.count - 1 { endLine(&sink) }
    }
    guard frames.isTruncated else { return }
    sink.write("frames: \u{2026}")
    endLine(&sink)
  }

  private func endLine<Sink: ByteSink & ~Copyable>(_ sink: inout Sink) {
    sink.write("\r\n")
  }
}
