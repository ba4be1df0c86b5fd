internal import Testing
internal import Wire

@Suite struct TCPTimestampsTests {
  @Test func `are older or newer across the end of the numbers`() {
    #expect(TCPTimestamps.isOlder(1, than: 2))
    #expect(TCPTimestamps.isOlder(0xffff_ffff, than: 0))
    #expect(!TCPTimestamps.isOlder(2, than: 2))
    #expect(!TCPTimestamps.isOlder(0, than: 0xffff_ffff))
  }
}
