@testable internal import DNS
internal import Testing

@Suite struct ServedZonesTests {
  @Test func `is shared by copies of a server`() {
    let server = AuthoritativeServer.test
    let copy = server
    #expect(copy.zones === server.zones)
  }
}
