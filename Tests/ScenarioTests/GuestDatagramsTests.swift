internal import Glibc
internal import Testing

@testable internal import Scenario

@Suite struct GuestDatagramsTests {
  @Test func `datagrams go out and come back, or do not`() throws {
    let (_, guest) = try FakeRunner.guest()
    let server = Loopback.socket(SOCK_DGRAM)
    let socket = try guest.datagrams(port: server.port)
    try socket.send([9, 8])
    var (from, size) = (sockaddr(), socklen_t(MemoryLayout<sockaddr>.size))
    var buffer = [UInt8](repeating: 0, count: 10)
    #expect(recvfrom(server.descriptor, &buffer, 10, 0, &from, &size) == 2)
    #expect(sendto(server.descriptor, [7], 1, 0, &from, size) == 1)
    #expect(socket.receive(within: .seconds(5)) == [7])
    #expect(socket.receive(within: .milliseconds(5)) == nil)
  }
}
