internal import Drivers
internal import Testing

@Suite struct LegacyInterruptControllerTests {
  @Test func `masks all inputs of both controllers`() {
    var ports = FakePorts()
    ports.store = { port, _ in port == 0x21 || port == 0xa1 }
    LegacyInterruptController.silence(&ports)
    #expect(ports.accesses == [.write(8, 0xa1, 0xff), .write(8, 0x21, 0xff)])
  }
}
