internal import DNS
internal import Testing

@Suite struct MessageQueryTests {
  @Test func `is read again as what it was`() throws {
    let name = Name(labels: "www.example")
    for size: UInt16? in [nil, 1232] {
      let query = MessageQuery(identifier: 0xabcd, name: name, type: .aaaa, payloadSize: size)
      let parsed = Message(query.bytes.span.bytes)
      let message = try #require(parsed)
      #expect(message.identifier == 0xabcd && !message.isResponse && message.isQuery)
      #expect(message.question?.name == name && message.question?.type == .aaaa)
      #expect(message.payloadSize == size && message.records.isEmpty)
    }
  }

  @Test func `is what dig sends without cookies`() {
    let query = MessageQuery(identifier: 1, name: Name(labels: "a.b"), type: .a, payloadSize: 1232)
    #expect(
      query.bytes == [
        0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 1, 0x61, 1, 0x62, 0, 0, 1, 0, 1, 0, 0, 41, 4, 0xd0, 0,
        0, 0, 0, 0, 0,
      ])
  }
}
