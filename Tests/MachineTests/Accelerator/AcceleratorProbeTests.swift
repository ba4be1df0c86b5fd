internal import Foundation
internal import Testing

@testable internal import Machine

@Suite struct AcceleratorProbeTests {
  @Test func `runs its guest to the end`() throws {
    let time = try #require(try AcceleratorProbe().measure(.tcg, limit: .seconds(20)))
    #expect(time > .milliseconds(5))
  }

  @Test func `gives up at the limit`() throws {
    #expect(try AcceleratorProbe().measure(.tcg, limit: .milliseconds(1)) == nil)
  }

  @Test func `counts QEMU's refusal as no result`() throws {
    try TestMachine.withFolder { folder in
      let program = folder + "/qemu"
      try FileManager.default.createSymbolicLink(
        atPath: program, withDestinationPath: "/bin/false")
      #expect(try AcceleratorProbe(program: program).measure(.kvm, limit: .seconds(20)) == nil)
    }
  }

  @Test func `remembers what it measured`() throws {
    try TestMachine.withFolder { folder in
      let probe = AcceleratorProbe(cacheFolder: folder)
      let first = try probe.verdict()
      #expect(first.choice != .auto)
      #expect(first.tcgMilliseconds > 0)
      #expect((first.choice == .kvm) == (first.kvmMilliseconds != nil))
      let start = ContinuousClock.now
      #expect(try AcceleratorProbe(cacheFolder: folder).verdict() == first)
      #expect(ContinuousClock.now - start < .milliseconds(first.tcgMilliseconds))
    }
  }

  /// A verdict without a guest, on a host where each accelerator takes so long.
  private func verdict(
    tcg: Duration, kvm: Duration?, canOpenKVM: Bool = true, folder: String
  ) throws -> AcceleratorProbe.Verdict {
    try AcceleratorProbe(cacheFolder: folder).verdict(again: true, canOpenKVM: canOpenKVM) {
      accelerator, limit throws(MachineError) in
      guard accelerator == .kvm else { return tcg }
      return kvm.flatMap { $0 <= limit ? $0 : nil }
    }
  }

  @Test func `kvm wins where it is faster, and only there`() throws {
    try TestMachine.withFolder { folder in
      let (long, short) = (Duration.milliseconds(90), Duration.milliseconds(40))
      let wins = try verdict(tcg: long, kvm: short, folder: folder)
      #expect(wins.choice == .kvm)
      #expect((wins.tcgMilliseconds, wins.kvmMilliseconds) == (90, 40))
      let remembered = try AcceleratorProbe(cacheFolder: folder).verdict()
      #expect(remembered == wins)
      for kvm in [nil, long, .milliseconds(900)] {
        let loses = try verdict(tcg: long, kvm: kvm, folder: folder)
        #expect(loses.choice == .tcg)
        #expect(loses.kvmMilliseconds == nil)
      }
      #expect(
        try verdict(tcg: long, kvm: short, canOpenKVM: false, folder: folder).choice == .tcg)
    }
  }

  @Test func `chooses what the verdict says, and tcg if there is none`() {
    typealias Verdict = AcceleratorProbe.Verdict
    let (kvm, tcg) = (
      Verdict(tcg: .milliseconds(90), kvm: .milliseconds(40)),
      Verdict(tcg: .milliseconds(90), kvm: nil)
    )
    var configuration = MachineConfiguration(image: "x.elf")
    #expect(AcceleratorProbe.choose(configuration, canOpenKVM: true) { kvm } == .kvm)
    #expect(AcceleratorProbe.choose(configuration, canOpenKVM: true) { tcg } == .tcg)
    #expect(AcceleratorProbe.choose(configuration, canOpenKVM: false) { kvm } == .tcg)
    #expect(
      AcceleratorProbe.choose(configuration, canOpenKVM: true) { () throws(MachineError) in
        throw .timedOut("the probe")
      } == .tcg)
    configuration.instructionCounting = .init()
    #expect(AcceleratorProbe.choose(configuration, canOpenKVM: true) { kvm } == .tcg)
  }

  @Test func `forgets when QEMU is another`() throws {
    let other = AcceleratorProbe(program: "/bin/sh")
    #expect(try AcceleratorProbe().hostKey() != other.hostKey())
    #expect(throws: MachineError.missingProgram("no-qemu")) {
      try AcceleratorProbe(program: "no-qemu").hostKey()
    }
  }
}
