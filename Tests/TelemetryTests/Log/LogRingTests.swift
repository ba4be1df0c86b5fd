internal import TestSupport
internal import Testing

@testable internal import Telemetry

@Suite struct LogRingTests {
  @Test func `lies in memory as the table says`() {
    let memory = LogMemory()
    memory.log("hi", .warning, module: "net", at: 0x0102)
    let entry: [UInt8] = [19, 0, 4, 3, 2, 1, 0, 0, 0, 0, 0, 0] + Array("nethi".utf8) + [19, 0]
    let header: [UInt8] =
      Array("SWFTLOG1".utf8) + [0, 4] + [UInt8](repeating: 0, count: 6)
      + [19, 0, 0, 0, 0, 0, 0, 0, 19, 0, 0, 0, 0, 0, 0, 0]
    #expect(Array(memory.bytes[..<(32 + 19)]) == header + entry)
    #expect(!memory.ring.isBusy)
  }

  @Test func `keeps the last entries when it goes round`() throws {
    let memory = LogMemory()
    let lines = (0..<200).map { "line \($0)" + String(repeating: ".", count: $0 % 23) }
    for (index, line) in lines.enumerated() {
      memory.log(line)
      let found = try #require(texts(memory.bytes))
      #expect(found == lines[...index].suffix(found.count))
      // As many as fit: the next older one would not.
      guard found.count <= index else { continue }
      let sizes = lines[(index - found.count)...index].map { 14 + 4 + $0.utf8.count }
      #expect(sizes.reduce(0, +) > 1024)
    }
  }

  @Test func `is busy for an interrupt in the midst of an entry`() {
    let memory = LogMemory()
    memory.log("one")
    var bytes = memory.bytes
    bytes[24] += 100
    bytes.withUnsafeMutableBytes { block in
      #expect(LogRing(unsafeBase: block.baseAddress!, capacity: 1024).isBusy)
    }
  }

  @Test func `sends the last bytes as one record`() {
    let memory = LogMemory()
    for index in 0..<100 { memory.log("line \(index)") }
    var encoder = RecordEncoder(sink: ByteBuffer())
    memory.ring.send(last: 200, flags: .panicking, to: &encoder)
    var found: [String] = []
    var decoder = RecordDecoder()
    let sent = encoder.sink.bytes
    decoder.feed(sent.span.bytes) { record in
      #expect(record.kind == .logTail && record.flags.isPanicking)
      #expect(Event(kind: record.kind, payload: record.payload) == .logTail)
      LogTail(record.payload).forEach { found.append("\($0.byteCount)") }
    }
    #expect(found == [String](repeating: "25", count: 8))
  }
}
