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

  @Test func `forgets when QEMU is another`() throws {
    let other = AcceleratorProbe(program: "/bin/sh")
    #expect(try AcceleratorProbe().hostKey() != other.hostKey())
    #expect(throws: MachineError.missingProgram("no-qemu")) {
      try AcceleratorProbe(program: "no-qemu").hostKey()
    }
  }

  @Test func `counts instructions only where that is possible`() {
    var configuration = MachineConfiguration(image: "x.elf")
    configuration.instructionCounting = .init()
    #expect(AcceleratorProbe.choose(configuration) == .tcg)
  }
}
