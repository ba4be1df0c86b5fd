internal import Glibc
internal import Machine

/// Steps that the runner takes by itself, because no client sends such datagrams.
extension TestSession {
  func exchange(_ step: DatagramStep, until deadline: ContinuousClock.Instant) -> StepOutcome {
    do throws(MachineError) {
      let socket = try machine.namespace.openSocket(.udp)
      if let error = connect(socket, port: step.port) { return .failed(error) }
      guard send(socket.number, step.payload, step.payload.count, 0) == step.payload.count else {
        return .failed("cannot send: \(Self.reason(errno))")
      }
      return judge(socket, step.expectation, until: deadline)
    } catch {
      fail(error)
      return .interrupted
    }
  }

  private func judge(
    _ socket: Descriptor, _ expectation: DatagramStep.Expectation,
    until deadline: ContinuousClock.Instant
  ) -> StepOutcome {
    var limit = deadline
    // Silence is as long as it is asked for, whatever the limit.
    if case .nothing(let duration) = expectation { limit = .now + duration }
    let reply = receive(socket, until: limit)
    if verdict != nil { return .interrupted }
    switch (expectation, reply) {
    case (.payload(let expected), .bytes(let found)):
      return expected == found
        ? .passed("") : .failed("got \(Self.show(found)), expected \(Self.show(expected))")
    case (.anything, .bytes), (.nothing, .silence), (.refused, .refused): return .passed("")
    case (.nothing, .bytes(let found)): return .failed("got \(Self.show(found)), expected silence")
    case (.refused, .bytes(let found)):
      return .failed("got \(Self.show(found)), expected that the port is unreachable")
    case (_, .silence): return .failed("no answer")
    case (_, .refused): return .failed("the port is unreachable")
    case (_, .error(let text)): return .failed(text)
    }
  }

  /// What came back on a socket.
  enum Reply {
    case bytes([UInt8])
    case refused
    case silence
    case error(String)
  }

  func receive(_ socket: Descriptor, until deadline: ContinuousClock.Instant) -> Reply {
    let watch = machine.watch(socket)
    defer {
      machine.unwatch(watch)
      readable.remove(watch)
    }
    guard wait(until: deadline, for: { self.readable.contains(watch) }) else { return .silence }
    var buffer = [UInt8](repeating: 0, count: 65536)
    let count = recv(socket.number, &buffer, buffer.count, Int32(MSG_DONTWAIT))
    if count >= 0 { return .bytes(Array(buffer.prefix(count))) }
    return errno == ECONNREFUSED ? .refused : .error("cannot receive: \(Self.reason(errno))")
  }

  func connect(_ socket: Descriptor, port: UInt16) -> String? {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = inet_addr(manifest.network.address)
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(socket.number, $0, size)
      }
    }
    return result == 0 ? nil : "cannot connect: \(Self.reason(errno))"
  }

  static func show(_ bytes: [UInt8]) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    let isText = bytes.allSatisfy { (0x20..<0x7f).contains($0) }
    if isText && !bytes.isEmpty { return "“\(text)”" }
    let digits = bytes.prefix(64).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
    return "\(bytes.count) bytes" + (bytes.isEmpty ? "" : " (\(digits.joined(separator: " ")))")
  }

  private static func reason(_ number: Int32) -> String { String(cString: strerror(number)) }
}
