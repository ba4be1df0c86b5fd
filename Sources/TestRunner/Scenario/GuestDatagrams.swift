internal import Glibc

/// A UDP socket that speaks with one port of the guest.
public final class GuestDatagrams {
  private let descriptor: Int32

  init(_ address: SocketAddress, _ place: Place) throws(ScenarioFailure) {
    descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard address.connect(descriptor) == 0 else { throw place.refusal("connect") }
  }

  deinit { close(descriptor) }

  /// Sends a datagram; that it arrives nobody promises.
  public func send(
    _ bytes: [UInt8], file: String = #filePath, line: Int = #line
  ) throws(ScenarioFailure) {
    let count = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    // The guest's refusal of an earlier one is no fault of this one.
    guard count == bytes.count || errno == ECONNREFUSED else {
      throw Place(file, line).refusal("send")
    }
  }

  /// Waits for a datagram.
  ///
  /// - Returns: Its bytes; nil if none comes within the limit.
  public func receive(within limit: Duration) -> [UInt8]? {
    let deadline = ContinuousClock.now + limit
    while SocketAddress.wait(descriptor, POLLIN, until: deadline) {
      var buffer = [UInt8](repeating: 0, count: 65_536)
      let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
      if count >= 0 { return Array(buffer[..<count]) }
    }
    return nil
  }
}
