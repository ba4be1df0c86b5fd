internal import Testing
internal import Wire

@Suite struct PortTests {
  @Test func `is its number`() {
    let port: Port = 53
    #expect(port == Port(53))
    #expect(port == Port(rawValue: 53))
    #expect(port < 54)
    #expect(!(port < 53))
  }

  @Test func `has 16384 ephemeral ports`() {
    #expect(65536 - Int(Port.firstEphemeral.rawValue) == 16384)
  }
}
