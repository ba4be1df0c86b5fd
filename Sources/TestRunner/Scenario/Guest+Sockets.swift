internal import Glibc

/// Connections that a scenario holds itself, as it runs in the guest's network.
extension Guest {
  /// Opens a TCP connection to the guest; what happens on it must happen within a step's limit.
  public func connect(
    port: UInt16, file: String = #filePath, line: Int = #line
  ) throws(ScenarioFailure) -> GuestStream {
    let place = Place(file, line)
    return try GuestStream(try SocketAddress(address, port, place), limit: stepLimit, place)
  }

  /// Opens a UDP socket to a port of the guest.
  public func datagrams(
    port: UInt16, file: String = #filePath, line: Int = #line
  ) throws(ScenarioFailure) -> GuestDatagrams {
    let place = Place(file, line)
    return try GuestDatagrams(try SocketAddress(address, port, place), place)
  }
}

/// A place in a scenario's source.
struct Place {
  let file: String
  let line: Int

  init(_ file: String, _ line: Int) {
    self.file = file
    self.line = line
  }

  /// A failure here.
  func failure(_ reason: String) -> ScenarioFailure {
    ScenarioFailure(reason, file: file, line: line)
  }

  /// The failure of the system call before.
  func refusal(_ operation: String) -> ScenarioFailure {
    failure("cannot \(operation): \(String(cString: strerror(errno)))")
  }
}

/// An address and a port, as the kernel wants them.
struct SocketAddress {
  private var value = sockaddr_in()

  /// Reads an address in dotted decimal.
  init(_ address: String, _ port: UInt16, _ place: Place) throws(ScenarioFailure) {
    value.sin_family = sa_family_t(AF_INET)
    value.sin_port = port.bigEndian
    guard inet_pton(AF_INET, address, &value.sin_addr) == 1 else {
      throw place.failure("\(address) is no address")
    }
  }

  /// Connects a socket; 0, or -1 with `errno`.
  func connect(_ descriptor: Int32) -> Int32 {
    withUnsafePointer(to: value) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }

  /// Waits until a socket is ready for something; false after the deadline.
  static func wait(
    _ descriptor: Int32, _ events: Int32, until deadline: ContinuousClock.Instant
  ) -> Bool {
    while true {
      let rest = deadline - .now
      guard rest > .zero else { return false }
      var request = pollfd(fd: descriptor, events: Int16(events), revents: 0)
      let milliseconds = Int32(clamping: Int(rest / .milliseconds(1)) + 1)
      if poll(&request, 1, milliseconds) > 0 { return true }
    }
  }
}
