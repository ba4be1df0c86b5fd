internal import Testing

@testable internal import TestRunner

@Suite struct ARPStepTests {
  private let own: [UInt8] = [0x52, 0x54, 0, 0, 0, 1]
  private let other: [UInt8] = [0x52, 0x54, 0, 0, 0, 0x42]

  @Test func `asks everybody on the link`() {
    let frame = ARPStep.request(card: own, sender: [10, 0, 0, 1], target: [10, 0, 0, 42])
    #expect(frame.count == 42)
    #expect(frame.prefix(6).allSatisfy { $0 == 0xff })
    #expect(Array(frame.suffix(4)) == [10, 0, 0, 42])
  }

  @Test func `knows an answer for the address, and nothing else`() {
    var frame = ARPStep.request(card: other, sender: [10, 0, 0, 42], target: [10, 0, 0, 1])
    #expect(ARPStep.answer(frame, of: [10, 0, 0, 42]) == nil)
    frame[21] = 2
    #expect(ARPStep.answer(frame, of: [10, 0, 0, 42]) == other)
    #expect(ARPStep.answer(frame, of: [10, 0, 0, 43]) == nil)
    for count in 0..<42 {
      #expect(ARPStep.answer(Array(frame.prefix(count)), of: [10, 0, 0, 42]) == nil)
    }
  }
}
