internal import Testing

@testable internal import Telemetry

@Suite struct CounterListTests {
  private var payload: [UInt8] {
    var buffer = ByteBuffer()
    CounterList.write(nanosecondsSinceEntry: 77, to: &buffer)
    let names = Array("dropsjobs".utf8)
    CounterList.write(CounterName(names.span.bytes.extracting(0..<5)), 3, to: &buffer)
    CounterList.write(CounterName(names.span.bytes.extracting(5..<9), number: 1), .max, to: &buffer)
    return buffer.bytes
  }

  private func read(_ bytes: [UInt8]) throws(RecordError) -> [String] {
    let list = try CounterList(bytes.span.bytes)
    var lines = ["\(list.nanosecondsSinceEntry)"]
    list.forEach { name, value in
      var text = ByteBuffer()
      text.write(name)
      lines.append("\(text.text) \(value)")
    }
    return lines
  }

  @Test func `survives a round trip`() throws {
    #expect(try read(payload) == ["77", "drops 3", "jobs1 \(UInt64.max)"])
    #expect(payload.count == 8 + 15 + 15)
  }

  @Test func `leaves out what is cut off`() throws {
    for count in 0..<8 {
      #expect(throws: RecordError.truncated) { _ = try read(Array(payload[..<count])) }
    }
    for count in 8..<payload.count {
      let lines = try read(Array(payload[..<count]))
      #expect(lines == ["77", "drops 3"].prefix(count < 23 ? 1 : 2).map { $0 })
    }
  }
}
