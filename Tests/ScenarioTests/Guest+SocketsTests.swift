internal import Glibc
internal import Testing

@testable internal import Scenario

@Suite struct GuestSocketsTests {
  @Test func `what is no address is refused where it is used`() {
    let place = Place("a.swift", 3)
    let failure = #expect(throws: ScenarioFailure.self) { try SocketAddress("nowhere", 1, place) }
    #expect(failure == ScenarioFailure("nowhere is no address", file: "a.swift", line: 3))
  }

  @Test func `waiting ends at its deadline`() {
    let (reading, _) = Loopback.pipe()
    #expect(!SocketAddress.wait(reading, POLLIN, until: .now + .milliseconds(5)))
    #expect(!SocketAddress.wait(reading, POLLIN, until: .now - .seconds(1)))
  }
}

/// Sockets of this machine for tests.
enum Loopback {
  static func pipe() -> (Int32, Int32) {
    var ends: [Int32] = [-1, -1]
    Glibc.pipe(&ends)
    return (ends[0], ends[1])
  }

  /// A bound socket and its port.
  static func socket(
    _ type: __socket_type, listens: Bool = true
  ) -> (descriptor: Int32, port: UInt16) {
    let descriptor = Glibc.socket(AF_INET, Int32(type.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = bind(descriptor, $0, size)
        getsockname(descriptor, $0, &size)
      }
    }
    if type == SOCK_STREAM && listens { listen(descriptor, 8) }
    return (descriptor, UInt16(bigEndian: address.sin_port))
  }
}
