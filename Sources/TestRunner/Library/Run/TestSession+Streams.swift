internal import Glibc
internal import Machine

/// Steps that the runner takes over connections of its own.
extension TestSession {
  func converse(_ step: TCPStep, until deadline: ContinuousClock.Instant) -> StepOutcome {
    do throws(MachineError) {
      let socket = try machine.namespace.openSocket(.tcp)
      _ = fcntl(socket.number, F_SETFL, fcntl(socket.number, F_GETFL) | O_NONBLOCK)
      var limit = deadline
      // Silence is as long as it is asked for, whatever the limit.
      if case .nothing(let duration) = step.expectation { limit = .now + duration }
      guard let error = establish(socket, port: step.port, until: limit) else {
        return .interrupted
      }
      if let outcome = Self.outcome(ofConnecting: error, step.expectation) { return outcome }
      if let failure = sendAll(step.payload, to: socket, until: deadline) { return failure }
      return judge(socket, step, until: deadline)
    } catch {
      fail(error)
      return .interrupted
    }
  }

  /// Connects.
  ///
  /// - Returns: 0 or the number of the error, `ETIMEDOUT` after the deadline; nil if there is a
  ///   verdict.
  private func establish(
    _ socket: Descriptor, port: UInt16, until deadline: ContinuousClock.Instant
  ) -> Int32? {
    if connect(socket, port: port) == nil { return 0 }
    guard errno == EINPROGRESS else { return errno }
    guard waitUntilReady(socket, forWriting: true, until: deadline) else {
      return verdict == nil ? ETIMEDOUT : nil
    }
    var error: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    getsockopt(socket.number, SOL_SOCKET, SO_ERROR, &error, &size)
    return error
  }

  /// What the end of connecting means; nil if the conversation goes on.
  private static func outcome(
    ofConnecting error: Int32, _ expectation: TCPStep.Expectation
  ) -> StepOutcome? {
    switch (expectation, error) {
    case (.refused, ECONNREFUSED), (.nothing, ETIMEDOUT): return .passed("")
    case (.refused, 0), (.nothing, 0): return .failed("the connection stands")
    case (_, 0): return nil
    case (_, ETIMEDOUT): return .failed("nobody answers")
    default: return .failed("cannot connect: \(String(cString: strerror(error)))")
    }
  }

  func sendAll(
    _ bytes: [UInt8], to socket: Descriptor, until deadline: ContinuousClock.Instant
  ) -> StepOutcome? {
    var offset = 0
    while offset < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.send(
          socket.number, $0.baseAddress.map { $0 + offset }, bytes.count - offset,
          Int32(MSG_NOSIGNAL))
      }
      if count > 0 {
        offset += count
      } else if errno == EAGAIN {
        guard waitUntilReady(socket, forWriting: true, until: deadline) else {
          return verdict == nil ? .failed("only \(offset) bytes were taken") : .interrupted
        }
      } else {
        return .failed("cannot send: \(String(cString: strerror(errno)))")
      }
    }
    return nil
  }

  private func judge(
    _ socket: Descriptor, _ step: TCPStep, until deadline: ContinuousClock.Instant
  ) -> StepOutcome {
    var received: [UInt8] = []
    var isClosed = false
    var search: TextSearch?
    if case .matches(let pattern) = step.expectation { search = TextSearch(pattern, by: finds) }
    let isEnough = {
      if case .payload(let expected) = step.expectation { return received.count >= expected.count }
      return search?.look(in: received) ?? true
    }
    while !isClosed && (step.endsByGuest || !isEnough()) {
      guard waitUntilReady(socket, forWriting: false, until: deadline) else { break }
      var buffer = [UInt8](repeating: 0, count: 65536)
      let count = recv(socket.number, &buffer, buffer.count, Int32(MSG_DONTWAIT))
      if count > 0 {
        received += buffer.prefix(count)
      } else if count == 0 || errno != EAGAIN {
        isClosed = true
      }
      if received.count > ClientOutput.maximumByteCount { break }
    }
    if verdict != nil { return .interrupted }
    let failure = failure(received, step.expectation)
    if verdict != nil { return .interrupted }
    if let failure { return .failed(failure) }
    if step.endsByGuest && !isClosed { return .failed("the guest does not close the connection") }
    return .passed(received.isEmpty ? "" : "\(received.count) bytes")
  }

  private func failure(_ bytes: [UInt8], _ expectation: TCPStep.Expectation) -> String? {
    switch expectation {
    case .payload(let expected):
      bytes == expected ? nil : "got \(Self.show(bytes)), expected \(Self.show(expected))"
    case .matches(let pattern):
      finds(pattern, in: String(decoding: bytes, as: UTF8.self))
        ? nil : "got \(Self.show(bytes)), which does not match /\(pattern)/"
    case .connection, .refused, .nothing: nil
    }
  }

  /// Waits until a descriptor can be read or written; false after the deadline or with a verdict.
  ///
  /// - Parameters:
  ///   - socket: The descriptor.
  ///   - forWriting: Whether it is to be written.
  ///   - deadline: When to give up.
  ///   - isOver: Says that there is nothing more to wait for.
  /// - Returns: Whether to go on.
  func waitUntilReady(
    _ socket: Descriptor, forWriting: Bool, until deadline: ContinuousClock.Instant,
    unless isOver: () -> Bool = { false }
  ) -> Bool {
    let watch = machine.watch(socket, forWriting: forWriting)
    defer {
      machine.unwatch(watch)
      readable.remove(watch)
    }
    return wait(until: deadline) { self.readable.contains(watch) || isOver() }
  }

  /// Asks on the link whose card has an address.
  func ask(_ step: ARPStep, until deadline: ContinuousClock.Instant) -> StepOutcome {
    let network = machine.configuration.network ?? MachineNetwork()
    let target = Self.bytes(step.address ?? manifest.network.address)
    let sender = Self.bytes(step.sender ?? manifest.network.gateway)
    let request = ARPStep.request(card: network.hostMAC.bytes, sender: sender, target: target)
    do throws(MachineError) {
      let socket = try machine.namespace.openLinkSocket()
      let start = ContinuousClock.now
      let limit = step.silence.map { start + $0 } ?? deadline
      // A link may lose frames: the question is put again, as hosts do.
      var next = start
      while verdict == nil, ContinuousClock.now < limit {
        if .now >= next {
          guard Glibc.send(socket.number, request, request.count, 0) == request.count else {
            return .failed("cannot send: \(String(cString: strerror(errno)))")
          }
          next += .seconds(1)
        }
        guard case .bytes(let frame) = receive(socket, until: min(limit, next)) else { continue }
        guard let card = ARPStep.answer(frame, of: target) else { continue }
        return Self.outcome(card, step, after: .now - start)
      }
      if verdict != nil { return .interrupted }
      return step.silence == nil ? .failed("nobody answers") : .passed("")
    } catch {
      fail(error)
      return .interrupted
    }
  }

  private static func outcome(
    _ card: [UInt8], _ step: ARPStep, after time: Duration
  ) -> StepOutcome {
    let text = card.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: ":")
    guard step.silence == nil else { return .failed("\(text) answers") }
    if let expected = step.card, expected.lowercased() != text {
      return .failed("\(text) answers, expected \(expected)")
    }
    return .passed("\(text) after \(DurationText.short(time))")
  }

  /// An address in dotted decimal, which the manifest's decoder has looked at, as bytes.
  private static func bytes(_ address: String) -> [UInt8] {
    address.split(separator: ".").compactMap { UInt8($0) }
  }
}
