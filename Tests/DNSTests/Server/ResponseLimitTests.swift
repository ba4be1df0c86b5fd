@testable internal import DNS
internal import Testing

@Suite struct ResponseLimitTests {
  @Test(
    arguments: [
      (0, 512), (511, 512), (512, 512), (900, 900), (1232, 1232), (1233, 1232), (65535, 1232),
    ] as [(UInt16, Int)]) func `follows the query within its own bounds`(size: UInt16, limit: Int)
  {
    let query = Query("").edns(size: size)
    let edns = QueryRecords(query.bytes.rawSpan, from: 17)?.edns
    #expect(ResponseLimit.udp.byteCount(edns) == limit)
    #expect(ResponseLimit.tcp.byteCount(edns) == 65535)
  }

  @Test func `is 512 without EDNS`() {
    #expect(ResponseLimit.udp.byteCount(nil) == 512)
    #expect(ResponseLimit.tcp.byteCount(nil) == 65535)
  }
}
