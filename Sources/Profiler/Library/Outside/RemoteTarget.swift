internal import Glibc
internal import Machine

/// A guest behind a debugger's socket, spoken to in gdb's remote protocol.
///
/// Source: GDB manual, appendix E (Remote Serial Protocol).
final class RemoteTarget {
  private let socket: Descriptor
  private var input: [UInt8] = []
  private var acknowledges = true

  /// Takes a connection, which stops the guest.
  ///
  /// - Parameter socket: A connected socket that does not block.
  /// - Throws: If nobody answers.
  init(_ socket: Descriptor) throws(ProfilerError) {
    self.socket = socket
    if try request("QStartNoAckMode") == "OK" { acknowledges = false }
  }

  /// Sends a request and waits for the answer.
  ///
  /// - Parameter text: The request, without its frame.
  /// - Returns: The answer, without its frame.
  /// - Throws: If none comes.
  func request(_ text: String) throws(ProfilerError) -> String {
    String(decoding: try answer(to: text), as: UTF8.self)
  }

  /// Sends a request and waits for what answers it.
  ///
  /// Whoever connects stops the guest, of which QEMU tells unasked: that is no answer.
  private func answer(to text: String) throws(ProfilerError) -> [UInt8] {
    try send(text)
    while true {
      let packet = try reply()
      if !Self.isStop(packet) { return packet }
    }
  }

  /// Reads memory.
  ///
  /// - Returns: The bytes; nil if there are not so many at the address.
  func read(_ address: UInt64, _ count: Int) -> [UInt8]? {
    let text = "m\(String(address, radix: 16)),\(String(count, radix: 16))"
    guard let answer = try? answer(to: text) else { return nil }
    return Self.bytes(answer[...]).flatMap { $0.count == count ? $0 : nil }
  }

  /// Lets the guest run.
  func resume() throws(ProfilerError) { try send("c") }

  /// Stops a guest that runs, and waits until it stands.
  func stop() throws(ProfilerError) {
    try write([3])
    // What else the guest has to say comes before the stop.
    while try !Self.isStop(reply()) {}
  }

  /// Waits while the guest runs.
  ///
  /// - Parameter deadline: Until when.
  /// - Returns: Whether it stopped by itself, or QEMU is gone; at once if so.
  func ends(by deadline: ContinuousClock.Instant) -> Bool {
    while true {
      // One that runs says nothing but that it got what was sent.
      if Self.takePacket(&input) != nil { return true }
      let (seconds, attoseconds) = max(deadline - .now, .zero).components
      let nanoseconds = Int(attoseconds / 1_000_000_000)
      var request = pollfd(fd: socket.number, events: Int16(POLLIN), revents: 0)
      let milliseconds = Int32(clamping: Int(seconds) * 1000 + nanoseconds / 1_000_000)
      let ready = poll(&request, 1, milliseconds)
      if ready > 0 {
        guard receive() else { return true }
        continue
      }
      if ready < 0 && errno != EINTR { return true }
      // What is less than a millisecond `poll` does not wait for: it is asked again until then.
      if milliseconds == 0 { sched_yield() }
      if .now >= deadline { return false }
    }
  }

  /// Lets the guest run without us.
  func detach() { _ = try? request("D") }

  private func send(_ text: String) throws(ProfilerError) {
    let sum = text.utf8.reduce(UInt8(0), &+)
    let digits = String(sum, radix: 16)
    try write(Array("$\(text)#\(digits.count < 2 ? "0" : "")\(digits)".utf8))
  }

  private func write(_ bytes: [UInt8]) throws(ProfilerError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(socket.number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR && errno != EAGAIN {
        throw Self.ended
      }
    }
  }

  /// Waits for the next packet.
  private func reply() throws(ProfilerError) -> [UInt8] {
    while true {
      if let packet = Self.takePacket(&input) {
        if acknowledges { try write([UInt8(ascii: "+")]) }
        return packet
      }
      var request = pollfd(fd: socket.number, events: Int16(POLLIN), revents: 0)
      let ready = poll(&request, 1, 5000)
      if ready < 0 && errno == EINTR { continue }
      guard ready > 0 else {
        throw ProfilerError(
          "QEMU's debug socket does not answer",
          advice: "Is a debugger attached to the machine? Only one program can be.")
      }
      guard receive() else { throw Self.ended }
    }
  }

  /// Takes what has come; false if nothing more will.
  private func receive() -> Bool {
    let piece = [UInt8](unsafeUninitializedCapacity: 16384) { buffer, count in
      count = max(0, Glibc.read(socket.number, buffer.baseAddress, buffer.count))
    }
    input += piece
    return !piece.isEmpty
  }

  /// Whether a packet says that the guest stands.
  private static func isStop(_ packet: [UInt8]) -> Bool {
    packet.first == UInt8(ascii: "T") || packet.first == UInt8(ascii: "S")
  }

  private static var ended: ProfilerError { ProfilerError("QEMU closed its debug socket") }

  /// Takes the first whole packet out of what came; what is no packet is passed over.
  static func takePacket(_ input: inout [UInt8]) -> [UInt8]? {
    guard let start = input.firstIndex(of: UInt8(ascii: "$")),
      let end = input[start...].firstIndex(of: UInt8(ascii: "#")), end + 2 < input.count
    else { return nil }
    defer { input.removeSubrange(...(end + 2)) }
    return Array(input[start + 1..<end])
  }

  /// The bytes that pairs of digits stand for; nil if they are none.
  static func bytes(_ digits: ArraySlice<UInt8>) -> [UInt8]? {
    guard digits.count % 2 == 0 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count / 2)
    var high: UInt8?
    for digit in digits {
      let value: UInt8
      switch digit {
      case 0x30...0x39: value = digit - 0x30
      case 0x61...0x66: value = digit - 0x61 + 10
      case 0x41...0x46: value = digit - 0x41 + 10
      default: return nil
      }
      if let first = high {
        bytes.append(first << 4 | value)
        high = nil
      } else {
        high = value
      }
    }
    return bytes
  }
}
