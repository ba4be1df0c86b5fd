internal import Glibc

/// A TCP connection to the guest, held by the scenario itself.
public final class GuestStream {
  private let descriptor: Int32
  private let limit: Duration

  init(_ address: SocketAddress, limit: Duration, _ place: Place) throws(ScenarioFailure) {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    self.limit = limit
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    guard address.connect(descriptor) != 0 else { return }
    guard errno == EINPROGRESS else { throw place.refusal("connect") }
    try wait(POLLOUT, until: .now + limit, place)
    var (error, size) = (Int32(0), socklen_t(MemoryLayout<Int32>.size))
    getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &size)
    errno = error
    if error != 0 { throw place.refusal("connect") }
  }

  deinit { close(descriptor) }

  /// Sends bytes; all must be taken within the limit for a step.
  public func send(
    _ bytes: [UInt8], file: String = #filePath, line: Int = #line
  ) throws(ScenarioFailure) {
    let place = Place(file, line)
    let deadline = ContinuousClock.now + limit
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        try wait(POLLOUT, until: deadline, place)
      } else if errno != EINTR {
        throw place.refusal("send")
      }
    }
  }

  /// Waits for a number of bytes, for at most the limit for a step.
  ///
  /// - Returns: So many bytes; fewer if the guest sends no more.
  /// - Throws: `ScenarioFailure` if they do not come, or the connection breaks.
  public func receive(
    _ count: Int, file: String = #filePath, line: Int = #line
  ) throws(ScenarioFailure) -> [UInt8] {
    let place = Place(file, line)
    let deadline = ContinuousClock.now + limit
    var bytes: [UInt8] = []
    while bytes.count < count {
      var buffer = [UInt8](repeating: 0, count: min(count - bytes.count, 65_536))
      let received = recv(descriptor, &buffer, buffer.count, 0)
      if received > 0 {
        bytes += buffer[..<received]
      } else if received == 0 {
        return bytes
      } else if errno == EAGAIN {
        try wait(POLLIN, until: deadline, place, having: bytes.count, of: count)
      } else if errno != EINTR {
        throw place.refusal("receive")
      }
    }
    return bytes
  }

  /// Says that no more will be sent.
  public func finish() {
    shutdown(descriptor, Int32(SHUT_WR))
  }

  private func wait(
    _ events: Int32, until deadline: ContinuousClock.Instant, _ place: Place,
    having count: Int = 0, of total: Int = 0
  ) throws(ScenarioFailure) {
    if SocketAddress.wait(descriptor, events, until: deadline) { return }
    let progress = total > 0 ? ": \(count) of \(total) bytes came" : ""
    throw place.failure("the guest does not go on within \(limit)\(progress)")
  }
}
