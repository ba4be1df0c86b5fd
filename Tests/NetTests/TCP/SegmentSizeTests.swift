internal import Testing

@testable internal import Net

@Suite struct SegmentSizeTests {
  @Test func `counts the frames that it becomes`() {
    func frames(_ payload: Int, cut: Int) -> Int {
      SegmentSize(byteCount: 32 + payload, headerByteCount: 32, cutByteCount: cut).frameCount
    }
    #expect(frames(0, cut: 0) == 1)
    #expect(frames(1000, cut: 0) == 1)
    #expect(frames(1000, cut: 1000) == 1)
    #expect(frames(1001, cut: 1000) == 2)
    #expect(frames(64_000, cut: 1000) == 64)
  }

  @Test func `knows the longest of them`() {
    func longest(_ byteCount: Int, cut: Int) -> Int {
      SegmentSize(byteCount: byteCount, headerByteCount: 32, cutByteCount: cut).longestByteCount
    }
    #expect(longest(1000, cut: 0) == 1000)
    #expect(longest(64_000, cut: 1000) == 1032)
  }
}
