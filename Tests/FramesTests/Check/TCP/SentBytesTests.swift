internal import Testing

@testable internal import Frames

@Suite struct SentBytesTests {
  private func take(_ sent: inout SentBytes, _ bytes: [UInt8], at number: UInt32) -> Int? {
    bytes.withUnsafeBytes { sent.take(ByteView($0), at: number) }
  }

  @Test func `finds the first byte that differs, across the end of the numbers`() {
    var sent = SentBytes(from: .max - 1)
    #expect(take(&sent, [1, 2, 3, 4], at: .max - 1) == nil)
    #expect(take(&sent, [2, 3, 4, 5], at: .max) == nil)
    #expect(take(&sent, [3, 9], at: 0) == 1)
  }

  @Test func `does not judge what it has forgotten`() {
    var sent = SentBytes(from: 0)
    #expect(take(&sent, [1, 2, 3, 4], at: 0) == nil)
    sent.forget(before: 2)
    #expect(take(&sent, [9, 9], at: 0) == nil)
    #expect(take(&sent, [9, 9, 3, 5], at: 0) == 3)
    sent.forget(before: 100)
    #expect(take(&sent, [7], at: 100) == nil)
  }

  @Test func `begins anew after a hole`() {
    var sent = SentBytes(from: 0)
    #expect(take(&sent, [1], at: 0) == nil)
    #expect(take(&sent, [5], at: 10) == nil)
    #expect(take(&sent, [6], at: 10) == 0)
  }

  @Test func `stays small however much is sent`() {
    var sent = SentBytes(from: 0)
    let block = [UInt8](repeating: 3, count: 1 << 16)
    var number: UInt32 = 0
    for _ in 0..<200 {
      #expect(take(&sent, block, at: number) == nil)
      number += 1 << 16
      sent.forget(before: number - 10)
    }
    #expect(take(&sent, [4], at: number - 1) == 0)
  }
}
