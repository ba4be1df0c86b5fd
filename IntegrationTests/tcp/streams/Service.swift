import Kernel

/// Echo on port 7, discard on 9, a checksum of what was read on 10, a greeting on 13, and on 19 bytes
/// without end.
@main struct StreamService: Service {
  static func start(_ system: System) async throws(BindError) {
    let tcp = system.network.tcp
    // Four segments that the card put together fill the usual window.
    tcp.settings.receiveLimit = 1 << 20
    let ports: [(Port, @Sendable (TCPConnection) async throws(StreamError) -> Void)] = [
      (7, echo), (9, discard), (10, sum), (13, greet), (19, generate),
    ]
    var listening: [Task<Void, Never>] = []
    for (port, serve) in ports {
      let listener = try tcp.listen(port: port, backlog: 1024)
      listening.append(
        Task {
          for await connection in listener { Task { try? await serve(connection) } }
        })
    }
    for task in listening { await task.value }
  }

  static func echo(_ connection: TCPConnection) async throws(StreamError) {
    var bytes: [UInt8] = []
    while try await connection.read(into: &bytes, atMost: 16_384) > 0 {
      try await connection.write(bytes)
      bytes.removeAll(keepingCapacity: true)
    }
  }

  static func discard(_ connection: TCPConnection) async throws(StreamError) {
    while try await connection.readInPlace({ $0.byteCount }) > 0 {}
  }

  /// Answers, when the client has sent its last byte, how many there were and their Adler-32.
  static func sum(_ connection: TCPConnection) async throws(StreamError) {
    var count = 0
    var (low, high): (UInt64, UInt64) = (1, 0)
    let add: (RawSpan) -> Int = { bytes in
      // The sums of so few bytes do not overflow.
      let taken = min(bytes.byteCount, 65_536)
      for offset in 0..<taken {
        low &+= unsafe UInt64(bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self))
        high &+= low
      }
      (low, high) = (low % 65_521, high % 65_521)
      count += taken
      return taken
    }
    while try await connection.readInPlace(add) > 0 {}
    var answer: [UInt8] = []
    for word in [UInt64(count), high << 16 | low] {
      for shift in stride(from: 56, through: 0, by: -8) {
        answer.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
      }
    }
    try await connection.write(answer)
  }

  /// Says a word and closes.
  static func greet(_ connection: TCPConnection) async throws(StreamError) {
    try await connection.write(Array("welcome\n".utf8))
  }

  /// Sends blocks of 65,536 bytes until the client goes; the byte at a place is that of its number
  /// in the product with 2,654,435,761, bits 13 to 20.
  static func generate(_ connection: TCPConnection) async throws(StreamError) {
    let block = (0..<65_536).map { UInt8(truncatingIfNeeded: ($0 &* 2_654_435_761) >> 13) }
    while true { try await connection.write(block) }
  }
}
