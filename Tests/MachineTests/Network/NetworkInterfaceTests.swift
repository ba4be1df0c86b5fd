internal import Glibc
internal import Testing

@testable internal import Machine

@Suite struct NetworkInterfaceTests {
  @Test func `names an interface that is not there`() throws {
    let namespace = try NetworkNamespace()
    let socket = try namespace.openSocket(.udp)
    let interface = NetworkInterface(name: "none0", socket: socket)
    #expect(
      throws: MachineError.refused(
        operation: "set up", subject: "interface none0", errno: ENODEV)
    ) { try interface.setUp() }
  }

  @Test func `names a neighbour that cannot be`() throws {
    let namespace = try NetworkNamespace()
    let interface = NetworkInterface(name: "lo", socket: try namespace.openSocket(.udp))
    let error = #expect(throws: MachineError.self) {
      try interface.addNeighbor(IPv4Address(10, 0, 0, 42), mac: MachineNetwork().guestMAC)
    }
    #expect(error?.description.contains("neighbour 10.0.0.42") == true)
  }
}
