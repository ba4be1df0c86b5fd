internal import Testing

@testable internal import Frames

@Suite struct DNSMessageReaderTests {
  /// A header for an answer with so many questions and answers.
  private func header(_ questions: UInt8, _ answers: UInt8) -> [UInt8] {
    [0, 1, 0x84, 0, 0, questions, 0, answers, 0, 0, 0, 0]
  }

  private let question: [UInt8] = [1, 97, 0, 0, 1, 0, 1]

  /// A record whose name points to the question's.
  private func record(_ type: UInt8, _ data: [UInt8]) -> [UInt8] {
    [0xc0, 12, 0, type, 0, 1, 0, 0, 0, 60, 0, UInt8(data.count)] + data
  }

  private func fault(_ message: [UInt8], isAnswer: Bool = true) -> String? {
    message.withUnsafeBytes { bytes in
      var reader = DNSMessageReader(ByteView(bytes))
      return reader.fault(isAnswer: isAnswer)?.text
    }
  }

  @Test func `accepts records of every kind`() {
    let records =
      record(1, [10, 0, 0, 1]) + record(28, [UInt8](repeating: 1, count: 16))
      + record(5, [0xc0, 12]) + record(15, [0, 10, 0xc0, 12]) + record(16, [3, 97, 98, 99])
      + record(6, [0xc0, 12, 0] + [UInt8](repeating: 0, count: 20))
    #expect(fault(header(1, 6) + question + records) == nil)
  }

  @Test func `refuses every cut`() {
    let message = header(1, 1) + question + record(1, [10, 0, 0, 1])
    for count in 0..<message.count { #expect(fault(Array(message.prefix(count))) != nil) }
  }

  @Test func `refuses rests, wrong lengths and wrong directions`() {
    let whole = header(1, 1) + question
    #expect(fault(whole + record(1, [10, 0, 0]))?.contains("an address") == true)
    #expect(fault(whole + record(5, [0xc0, 12, 0]))?.contains("length") == true)
    #expect(fault(whole + record(1, [10, 0, 0, 1]) + [0])?.contains("follow") == true)
    #expect(fault(header(1, 0) + question, isAnswer: false)?.contains("client") == true)
    #expect(fault((header(1, 0) + question).with(3, 0x40))?.contains("reserved") == true)
  }

  @Test func `refuses pointers that lead on and labels that are too long`() {
    #expect(fault(header(1, 0) + [0xc0, 12, 0, 1, 0, 1])?.contains("pointer") == true)
    #expect(fault(header(1, 0) + [0xc0, 40, 0, 1, 0, 1])?.contains("pointer") == true)
    #expect(fault(header(1, 0) + [0x40, 97, 0, 0, 1, 0, 1])?.contains("label") == true)
    let long = [[UInt8]](repeating: [63] + [UInt8](repeating: 97, count: 63), count: 4)
    #expect(fault(header(1, 0) + long.flatMap { $0 } + [0, 0, 1, 0, 1])?.contains("255") == true)
  }
}
