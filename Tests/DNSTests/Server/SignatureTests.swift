@testable internal import DNS
internal import Testing

@Suite struct SignatureTests {
  /// A TSIG record with a two-byte MAC.
  private let record: [UInt8] =
    Query.wire("key") + [0, 250, 0, 255, 0, 0, 0, 0, 0, 22] + Query.wire("md")
    + [0, 0, 1, 2, 3, 4, 1, 44, 0, 2, 0xaa, 0xbb, 0x53, 0x57, 0, 0, 0, 0]

  private func read(_ record: [UInt8]) -> Signature? {
    let bytes = [UInt8](repeating: 0, count: 12) + record
    return QueryRecord(bytes.rawSpan, at: 12).flatMap { Signature($0, in: bytes.rawSpan) }
  }

  @Test func `finds the parts`() throws {
    let signature = try #require(read(record))
    #expect(signature.name == 12)
    #expect(signature.nameByteCount == 5)
    #expect(signature.algorithm == 27)
    #expect(signature.algorithmByteCount == 4)
    #expect(signature.originalIdentifier == 0x5357)
  }

  @Test(arguments: 0..<22) func `refuses data of another length`(byteCount: UInt8) {
    var short = record
    short[14] = byteCount
    #expect(read(short) == nil)
  }

  @Test func `refuses lengths that lead outside`() {
    for index in [27, 28, 36] {
      var long = record
      long[index] = 200
      #expect(read(long) == nil)
    }
  }

  @Test func `is answered with the key refused`() throws {
    var query = Query("www.test.example")
    query.counts[3] = 1
    query.tail = record
    let reply = try AuthoritativeServer.test.parsedReply(query)
    #expect(reply.code == 9)
    #expect(reply.answer.isEmpty)
    #expect(
      reply.signature == "key. 255 0 026d6400" + "00000102" + "0304" + "012c" + "0000"
        + "5357" + "0011" + "0000")
  }

  @Test func `is left out of a datagram without room, which then says so`() throws {
    let name = String(repeating: "x.", count: 127)
    var query = Query(name)
    query.counts[3] = 1
    let data = Query.wire(name) + record.suffix(18)
    query.tail =
      Query.wire(name) + [0, 250, 0, 255, 0, 0, 0, 0] + Query.bytes(UInt16(data.count)) + data
    let cut = try AuthoritativeServer.test.parsedReply(query)
    #expect(cut.code == 9 && cut.isTruncated && cut.signature == nil)
    let whole = try AuthoritativeServer.test.parsedReply(query, .tcp)
    #expect(whole.code == 9 && !whole.isTruncated && whole.signature != nil)
  }
}
