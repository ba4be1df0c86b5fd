internal import Testing

@testable internal import Net

@Suite struct TCPSettingsTests {
  @Test(arguments: [(65_535, 0), (65_536, 1), (262_144, 3), (1 << 30, 14)])
  func `shifts windows by as few bits as it takes`(limit: Int, shift: UInt8) {
    var settings = TCPSettings()
    settings.receiveLimit = limit
    #expect(settings.windowShift == shift)
  }
}
