internal import Testing

@testable internal import GDBStub

@Suite struct ModelProcessorTests {
  private let machine = ModelMachine()

  private func refuses(_ change: (inout ModelProcessor) -> Void) -> Bool {
    var processor = ModelProcessor()
    change(&processor)
    return !processor.refusals(machine).isEmpty
  }

  @Test func `takes what is right`() {
    #expect(!refuses { _ in })
    #expect(!refuses { $0.addresses = [0x7fff_ffff_ffff, 0xffff_8000_0000_0000] })
    #expect(!refuses { ($0.flags, $0.isTrapping) = (0x302, true) })
    #expect(!refuses { ($0.flags, $0.savedFlags, $0.isTrapping) = (2, 0x302, true) })
    #expect(!refuses { ($0.flags, $0.savedFlags) = (2, 0x302) })
    #expect(!refuses { $0.breakpoints = [0x1000, 0x4fff] })
    // All four: a byte of code, and 2, 8 and 4 bytes of data.
    #expect(!refuses { ($0.watched, $0.watchControl) = ([1, 2, 8, 4], 0xfb50_07aa) })
    // What is not in use does not count.
    #expect(!refuses { ($0.watched, $0.watchControl) = ([0x8000_0000_0000_0000, 0, 0, 0], 0) })
  }

  @Test(arguments: [0x8000_0000_0000, 0xffff_7fff_ffff_ffff, 0x8000_0000_0000_0000] as [UInt64])
  func `refuses what is no address`(address: UInt64) {
    #expect(refuses { $0.addresses = [address] })
    #expect(refuses { ($0.watched[0], $0.watchControl) = (address, 0x1_0701) })
  }

  @Test func `refuses bits that are reserved`() {
    for bit in [11, 12, 13, 14, 15, 32, 63] as [UInt64] {
      #expect(refuses { $0.watchControl = 0x400 | 1 << bit })
    }
    #expect(refuses { $0.vectorControl = 0x1_1f80 })
    #expect(refuses { ($0.vectorControl, $0.vectorMask) = (0x1fc0, 0xffbf) })
  }

  @Test func `refuses what debug registers cannot look for`() {
    // Ports; code of two bytes; data that is not aligned, of 2, 4 and 8 bytes.
    #expect(refuses { $0.watchControl = 0x2_0701 })
    #expect(refuses { $0.watchControl = 0x4_0701 })
    #expect(refuses { ($0.watched[0], $0.watchControl) = (0x1001, 0x5_0701) })
    #expect(refuses { ($0.watched[0], $0.watchControl) = (0x1002, 0xd_0701) })
    #expect(refuses { ($0.watched[0], $0.watchControl) = (0x1004, 0x9_0701) })
  }

  @Test func `refuses breakpoints where no memory is, or the stub is entered`() {
    for address in [0xfff, 0x5000, 0x4f00, 0] as [UInt64] {
      #expect(refuses { $0.breakpoints = [0x1000, address] })
    }
    machine.hole = 0x3000..<0x4000
    #expect(refuses { $0.breakpoints = [0x3000] })
  }

  @Test func `refuses a trap flag that nobody set, or nobody left`() {
    #expect(refuses { $0.flags = 0x302 })
    #expect(refuses { $0.isTrapping = true })
    #expect(refuses { ($0.savedFlags, $0.isTrapping) = (0x202, true) })
  }

  @Test func `is asked whenever the model of a guest goes on`() {
    let guest = Debuggee(isStrict: false)
    #expect(guest.ask("?").hasPrefix("T02"))
    guest.session.registers[.rsp] = 0x8000_0000_0000
    #expect(guest.refusals.isEmpty)
    _ = guest.ask("c")
    #expect(guest.refusals.first == "no address: 800000000000")
  }
}
