internal import Telemetry
internal import Testing

@Suite struct FrameAddressesTests {
  @Test func `keeps 64 frames and notes that there are more`() {
    var frames = FrameAddresses()
    for index in 0..<64 { frames.append(UInt64(index)) }
    #expect(frames.count == 64)
    #expect(!frames.isTruncated)
    frames.append(64)
    #expect(frames.count == 64)
    #expect(frames.isTruncated)
    #expect(frames.indices.map { frames[$0] } == Array(0..<64))
  }

  @Test func `remembers which addresses are exact`() {
    var frames = FrameAddresses()
    frames.append(1, isExact: true)
    frames.append(2)
    frames.append(3, isExact: true)
    #expect(frames.indices.map { frames.isExact($0) } == [true, false, true])
  }

  @Test func `compares by what it holds`() {
    var left = FrameAddresses()
    left.append(1)
    var right = FrameAddresses()
    #expect(left != right)
    right.append(1, isExact: true)
    #expect(left != right)
    left = right
    #expect(left == right)
    right.isTruncated = true
    #expect(left != right)
  }
}
