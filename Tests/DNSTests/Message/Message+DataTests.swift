internal import Testing

@testable internal import DNS

@Suite struct MessageDataTests {
  @Test func `finds the target of an alias, compressed or not`() throws {
    let message = try #require(MessageTests.read(.captured))
    #expect(message.target(of: message.records[0]) == Name(labels: "a.example"))
    #expect(message.wholeData(of: message.records[0]) == MessageBytes.name("a.example"))
  }

  @Test func `a denial is believed for the lesser of two times`() throws {
    let message = try #require(MessageTests.read(.captured))
    #expect(message.negativeTimeToLive(of: message.records[2]) == 9)
    #expect(message.negativeTimeToLive(of: message.records[1]) == nil)
  }

  static func data(_ type: RecordType, _ data: [UInt8]) throws -> [UInt8]? {
    let bytes = MessageBytes([0, 1, 0, 0]).telling([1, 0x61, 0], type, data)
    let message = try #require(MessageTests.read(bytes))
    return message.wholeData(of: message.records[0])
  }

  @Test func `writes names in data out`() throws {
    #expect(try Self.data(.mx, [0, 5, 1, 0x62, 0xc0, 12]) == [0, 5, 1, 0x62, 1, 0x61, 0])
    #expect(try Self.data(.ptr, [0xc0, 12]) == [1, 0x61, 0])
    #expect(try Self.data(.txt, [3, 1, 2, 3]) == [3, 1, 2, 3])
  }

  @Test func `refuses data of a wrong size`() throws {
    #expect(try Self.data(.a, [1, 2, 3]) == nil)
    #expect(try Self.data(.aaaa, [1, 2, 3]) == nil)
    #expect(try Self.data(.cname, [0xc0, 12, 0]) == nil)
    #expect(try Self.data(.mx, [0, 5]) == nil)
    #expect(try Self.data(.mx, [0, 5, 0, 0]) == nil)
  }
}
