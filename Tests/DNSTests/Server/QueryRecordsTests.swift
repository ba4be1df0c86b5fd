@testable internal import DNS
internal import Testing

@Suite struct QueryRecordsTests {
  /// Reads the records of a query with a one-byte question name.
  private func read(_ query: Query) -> QueryRecords? {
    QueryRecords(query.bytes.rawSpan, from: 17)
  }

  private func query(_ counts: [UInt16], _ tail: [UInt8]) -> Query {
    var query = Query("")
    query.counts = [1] + counts
    query.tail = tail
    return query
  }

  private let opt: [UInt8] = [0, 0, 41, 4, 0xd0, 0, 0, 0x80, 0, 0, 0]
  private let text: [UInt8] = [0, 0, 16, 0, 1, 0, 0, 0, 0, 0, 0]

  @Test func `reads the OPT record`() throws {
    let edns = try #require(read(Query("").edns(size: 777, version: 3, flags: 0x8000))?.edns)
    #expect(edns.payloadSize == 777)
    #expect(edns.version == 3)
    #expect(edns.isSecurityAware)
    #expect(read(Query("").edns(flags: 0x7fff))?.edns?.isSecurityAware == false)
    #expect(read(Query(""))?.edns == nil)
  }

  @Test func `passes over other records`() {
    #expect(read(query([1, 1, 3], text + text + text + opt + text))?.edns?.payloadSize == 1232)
  }

  @Test func `refuses OPT records twice or elsewhere`() {
    #expect(read(query([0, 0, 2], opt + opt)) == nil)
    #expect(read(query([1, 0, 0], opt)) == nil)
    #expect(read(query([0, 1, 0], opt)) == nil)
    #expect(read(query([0, 0, 1], [1, 0x61] + opt)) == nil)
  }

  @Test(arguments: 0..<11) func `refuses a cut record`(byteCount: Int) {
    #expect(read(query([0, 0, 1], Array(opt.prefix(byteCount)))) == nil)
  }

  @Test func `refuses options that do not fill the record`() {
    let head = Array(opt.prefix(9))
    #expect(read(query([0, 0, 1], head + [0, 3, 0, 1, 0])) == nil)
    #expect(read(query([0, 0, 1], head + [0, 4, 0, 1, 0, 1])) == nil)
    #expect(read(query([0, 0, 1], head + [0, 5, 0, 1, 0, 1, 9])) != nil)
    #expect(read(query([0, 0, 1], head + [0, 8, 0, 1, 0, 0, 0, 2, 0, 0])) != nil)
  }

  @Test func `wants the signature last`() {
    let tsig: [UInt8] = [0, 0, 250, 0, 255, 0, 0, 0, 0, 0, 17] + [UInt8](repeating: 0, count: 17)
    #expect(read(query([0, 0, 2], opt + tsig))?.signature != nil)
    #expect(read(query([0, 0, 2], tsig + opt)) == nil)
    #expect(read(query([1, 0, 0], tsig)) == nil)
  }
}
