internal import Testing

@testable internal import Frames

@Suite struct TCPViewTests {
  @Test func `reads a segment`() throws {
    let frame = Build.tcp([.syn, .ack], 5, 6, [1, 2], options: [2, 4, 5, 0xb4])
    try frame.withUnsafeBytes { buffer in
      let segment = try #require(TCPView(ByteView(buffer).dropFirst(34)))
      #expect(segment.sourcePort == 80)
      #expect(segment.end == 8)
      #expect(segment.options.count == 4)
      #expect(segment.payload.array == [1, 2])
      #expect(segment.flags.text == "syn+ack")
    }
  }

  @Test func `counts numbers around their end`() {
    #expect(SequenceNumber.distance(from: .max, to: 1) == 2)
    #expect(SequenceNumber.distance(from: 1, to: .max) == -2)
    #expect(SequenceNumber.later(.max, 1) == 1)
  }
}
