internal import Hardware
internal import Testing
internal import Time

@testable internal import Core

/// A processor that knows the leaves that a test gives it.
private struct FakeLeaves: ProcessorLeaves {
  var leaves: [UInt32: ProcessorLeaf]

  init(_ leaves: [UInt32: ProcessorLeaf], limit: UInt32 = 0x16, isGuest: Bool = false) {
    self.leaves = leaves
    self.leaves[0] = ProcessorLeaf(eax: limit)
    self.leaves[1] = ProcessorLeaf(ecx: isGuest ? 1 << 31 : 0)
  }

  func leaf(_ number: UInt32) -> ProcessorLeaf { leaves[number] ?? ProcessorLeaf() }
}

private func kvm(_ limit: UInt32) -> ProcessorLeaf {
  ProcessorLeaf(eax: limit, ebx: 0x4b4d_564b, ecx: 0x564b_4d56, edx: 0x4d)
}

@Suite struct ProcessorTimingTests {
  @Test func `an old processor names nothing`() {
    let timing = ProcessorTiming(
      FakeLeaves([0x15: ProcessorLeaf(eax: 1, ebx: 1, ecx: 1)], limit: 13))
    #expect(!timing.isInvariant && timing.timestampRate == nil && !timing.namesRate)
    #expect(timing.timerFrequency == 0 && timing.paravirtualClock == nil)
  }

  @Test func `reads the crystal and the ratio`() {
    // As an Intel Core of the 12th generation says it.
    let timing = ProcessorTiming(
      FakeLeaves([
        0x15: ProcessorLeaf(eax: 2, ebx: 188, ecx: 38_400_000), 0x16: ProcessorLeaf(eax: 3600),
        0x8000_0000: ProcessorLeaf(eax: 0x8000_0008), 0x8000_0007: ProcessorLeaf(edx: 1 << 8),
      ]))
    #expect(timing.isInvariant)
    #expect(timing.timestampRate == .init(ticksPerSecond: 3_609_600_000, source: .processor))
    #expect(timing.namesRate && timing.timerFrequency == 38_400_000)
  }

  @Test func `the base frequency alone is a guess`() {
    let timing = ProcessorTiming(
      FakeLeaves([0x15: ProcessorLeaf(eax: 2, ebx: 166), 0x16: ProcessorLeaf(eax: 2000)]))
    #expect(timing.timestampRate == .init(ticksPerSecond: 2_000_000_000, source: .nominal))
    #expect(!timing.namesRate)
  }

  @Test func `invariance is not read where there is no such leaf`() {
    let timing = ProcessorTiming(
      FakeLeaves([
        0x8000_0000: ProcessorLeaf(eax: 0x8000_0004), 0x8000_0007: ProcessorLeaf(edx: 1 << 8),
      ]))
    #expect(!timing.isInvariant)
  }

  @Test func `KVM names its rates and its clock`() {
    let timing = ProcessorTiming(
      FakeLeaves(
        [
          0x4000_0000: kvm(0x4000_0010), 0x4000_0001: ProcessorLeaf(eax: 1 << 3 | 1),
          0x4000_0010: ProcessorLeaf(eax: 2_596_136, ebx: 1_000_000),
        ], isGuest: true))
    #expect(timing.timestampRate == .init(ticksPerSecond: 2_596_136_000, source: .hypervisor))
    #expect(timing.timerFrequency == 1_000_000_000)
    #expect(timing.paravirtualClock?.systemTime == 0x4b56_4d01)
    #expect(timing.paravirtualClock?.wallClock == 0x4b56_4d00)
  }

  @Test func `an old KVM has the clock at other registers`() {
    let leaves: [UInt32: ProcessorLeaf] = [
      0x4000_0000: kvm(0x4000_0001), 0x4000_0001: ProcessorLeaf(eax: 1),
    ]
    let timing = ProcessorTiming(FakeLeaves(leaves, isGuest: true))
    #expect(timing.paravirtualClock?.systemTime == 0x12)
    #expect(timing.paravirtualClock?.wallClock == 0x11)
    #expect(ProcessorTiming(FakeLeaves(leaves)).paravirtualClock == nil, "no hypervisor, no leaf")
  }

  @Test func `the processor is trusted more than the hypervisor's leaf`() {
    let timing = ProcessorTiming(
      FakeLeaves(
        [
          0x15: ProcessorLeaf(eax: 1, ebx: 100, ecx: 25_000_000),
          0x4000_0000: kvm(0x4000_0010), 0x4000_0010: ProcessorLeaf(eax: 2_400_000, ebx: 66_000),
        ], isGuest: true))
    #expect(timing.timestampRate == .init(ticksPerSecond: 2_500_000_000, source: .processor))
    #expect(timing.timerFrequency == 66_000_000)
  }

  @Test func `VMware names its rates`() {
    let timing = ProcessorTiming(
      FakeLeaves(
        [
          0x4000_0000: ProcessorLeaf(
            eax: 0x4000_0010, ebx: 0x6177_4d56, ecx: 0x4d56_6572, edx: 0x6572_6177),
          0x4000_0010: ProcessorLeaf(eax: 2_100_000, ebx: 66_000),
        ], isGuest: true))
    #expect(timing.timestampRate == .init(ticksPerSecond: 2_100_000_000, source: .hypervisor))
    #expect(timing.timerFrequency == 66_000_000 && timing.paravirtualClock == nil)
  }

  @Test func `leaves of an unknown hypervisor mean something else`() {
    let timing = ProcessorTiming(
      FakeLeaves(
        [
          0x4000_0000: ProcessorLeaf(
            eax: 0x4000_0082, ebx: 0x7263_694d, ecx: 0x666f_736f, edx: 0x7648_2074),
          0x4000_0010: ProcessorLeaf(eax: 1, ebx: 1),
        ], isGuest: true))
    #expect(timing.timestampRate == nil && timing.timerFrequency == 0)
  }

  @Test func `QEMU's emulation has a timer of a nanosecond a tick`() {
    let timing = ProcessorTiming(
      FakeLeaves(
        [
          0x4000_0000: ProcessorLeaf(
            eax: 0x4000_0001, ebx: 0x5447_4354, ecx: 0x4354_4743, edx: 0x4743_5447)
        ], isGuest: true))
    #expect(timing.timerFrequency == 1_000_000_000 && !timing.namesRate)
  }
}
