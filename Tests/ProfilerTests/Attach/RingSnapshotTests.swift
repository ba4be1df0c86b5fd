internal import Telemetry
internal import Testing

@testable internal import Profiler

@Suite struct RingSnapshotTests {
  private let block: SamplerBlock = {
    var block = SamplerBlock()
    block.ringAddress = 0x10000
    block.capacity = 4096
    block.slack = 1024
    return block
  }()

  private func places(_ range: Range<UInt64>) -> [[UInt64]] {
    RingSnapshot.places(of: range, in: block).map { [$0.address, UInt64($0.count)] }
  }

  @Test func `is one piece where the ring has no end between`() {
    #expect(places(0..<100) == [[0x10000, 100]])
    #expect(places(4096 + 8..<8192) == [[0x10008, 4088]])
    #expect(places(8..<8).isEmpty)
  }

  @Test func `goes into the slack, and on from the beginning`() {
    #expect(places(4000..<4200) == [[0x10fa0, 200], [0x10000, 104]])
    #expect(places(4000..<8000) == [[0x10fa0, 1120], [0x10000, 3904]])
  }

  @Test func `nothing is read of a ring that is none`() {
    #expect(RingSnapshot.places(of: 0..<100, in: SamplerBlock()).isEmpty)
  }

  @Test func `finds bytes by their position`() {
    let snapshot = RingSnapshot(
      positions: 4090..<4100, capacity: 4096, pieces: [Array(0..<10), [90, 91, 92, 93]])
    #expect(snapshot.bytes(at: 4090)?.first == 0)
    #expect(snapshot.bytes(at: 4095)?.first == 5)
    #expect(snapshot.bytes(at: 4097)?.first == 91)
    #expect(snapshot.bytes(at: 4100) == nil && snapshot.bytes(at: 4089) == nil)
  }
}
