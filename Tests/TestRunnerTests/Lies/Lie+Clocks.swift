@testable internal import TestRunner

/// What guests say of their clocks.
extension Lie {
  /// A guest that answers every question for the time, from an address in the namespace itself:
  /// nothing has to read frames.
  private static func telling(_ expression: String) -> String {
    """
    import fcntl, struct, threading
    clock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    request = struct.pack('16sHH4s8x', b'lo:1', socket.AF_INET, 0, bytes([10, 0, 0, 42]))
    fcntl.ioctl(clock, 0x8916, request)  # SIOCSIFADDR
    clock.bind(('10.0.0.42', 37))
    def tell():
        asked = 0
        while True:
            peer = clock.recvfrom(9)[1]
            answer = \(expression)
            clock.sendto(struct.pack(f'<{len(answer)}q', *answer), peer)
            asked += 1
    threading.Thread(target=tell, daemon=True).start()
    ready()
    serve()
    """
  }

  private static let wall = "steps: [clock: {port: 37, wall: 1s}]"
  private static let rate = "steps: [clock: {port: 37, for: 50ms, drift: 100ppm}]"

  static let clocks: [Lie] = [
    Lie(
      "the guest's wall clock stands at the beginning of all time", is: .failedExpectation,
      saying: "9223372036.9 s behind", manifest: wall, telling("(1, -2**63)")),
    Lie(
      "the guest's clock leaps from one end of time to the other", is: .failedExpectation,
      saying: "drifts by +", manifest: rate,
      telling("(-2**63,) if asked < 30 else (2**63 - 1,)")),
    Lie(
      "the guest's clock leaps back", is: .failedExpectation,
      saying: "drifts by -", manifest: rate,
      telling("(2**63 - 1,) if asked < 30 else (-2**63,)")),
    Lie(
      "the guest tells no wall clock", is: .failedExpectation, saying: "tells no wall clock",
      manifest: wall, telling("(1,)")),
    Lie(
      "the guest's answer is no time", is: .failedExpectation, saying: "does not tell its clocks",
      manifest: wall, telling("(1, 2, 3)")),
  ]
}
