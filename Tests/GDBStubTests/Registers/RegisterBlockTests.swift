internal import Testing

@testable internal import GDBStub

@Suite struct RegisterBlockTests {
  private let guest = Debuggee()

  @Test func `places registers apart, and counts their bytes`() {
    var places: [Int: Int] = [:]
    var byteCount = 0
    for number in 0..<Register.count {
      guard let register = Register(number) else { continue }
      byteCount += register.byteCount
      for place in register.place..<register.place + register.byteCount where place / 8 != 30 {
        #expect(places.updateValue(number, forKey: place) == nil, "\(number)")
        #expect(place < RegisterBlock.byteCount)
      }
    }
    #expect(byteCount == Register.totalByteCount)
    #expect(Register(Register.count) == nil && Register(-1) == nil)
  }

  @Test func `sends and takes all registers`() {
    guest.session.registers[.rip] = 0x3344_5566_7788
    let all = guest.ask("g")
    #expect(all.utf8.count == 1232)
    #expect(all.dropFirst(256).prefix(16) == "8877665544330000")
    #expect(guest.ask("G" + all.replacing("88776655", with: "00776655")) == "OK")
    #expect(guest.session.registers[.rip] == 0x3344_5566_7700)
    #expect(guest.ask("G00") == "E16")
  }

  @Test func `takes no address that the processor would refuse`() {
    let all = guest.ask("g")
    for bad in ["0000000000000080", "0000000000800000", "ffffffffff7fffff"] {
      for register in ["10", "7", "39", "3a"] {
        #expect(guest.ask("P\(register)=\(bad)") == "E01")
      }
      // rsp, rip, fs_base and gs_base, by their digits; nothing of the rest is changed either.
      for place in [112, 256, 1072, 1088] {
        let wrong = "1\(all.dropFirst().prefix(place - 1))\(bad)\(all.dropFirst(place + 16))"
        #expect(guest.ask("G" + wrong) == "E01")
        #expect(guest.ask("g") == all)
      }
      #expect(guest.ask("P6=\(bad)") == "OK")
      #expect(guest.ask("P6=0000000000000000") == "OK")
    }
    for good in ["ffffffffff7f0000", "000000000080ffff"] {
      #expect(guest.ask("P10=\(good)") == "OK")
    }
    #expect(guest.ask("c8000000000000000") == "E01")
    #expect(guest.ask("s800000000000") == "E01")
    #expect(guest.session.isHalted)
  }

  @Test func `sends and takes one register`() {
    #expect(guest.ask("P0=0100000000000000") == "OK")
    #expect(guest.ask("p0") == "0100000000000000")
    #expect(guest.ask("P0=01") == "E01")
    #expect(guest.ask("p43") == "E01")
    #expect(guest.ask("p12") == "00000000")
  }

  @Test func `keeps what cannot be changed, and may be set to what it is`() {
    guest.session.registers[.segment(0)] = 8
    #expect(guest.ask("P12=08000000") == "OK")
    #expect(guest.ask("P12=10000000") == "E01")
    #expect(guest.session.registers[.segment(0)] == 8)
  }

  @Test func `gives back the state of floating point as it was`() {
    let registers = guest.session.registers
    let state = registers.bytes[256..<768]
    for index in 0..<512 { state[index] = UInt8(truncatingIfNeeded: index * 7 + 1) }
    // Three values on the stack, whose top is the fifth register.
    state.store(0x2800, at: 2, byteCount: 2)
    state[4] = 0b1110_0000
    state.store(0, at: 14, byteCount: 2)
    state.store(0, at: 22, byteCount: 2)
    state.store(0x1f80, at: 24, byteCount: 4)
    state.store(0xffff, at: 28, byteCount: 4)
    let before = (0..<512).map { state[$0] }
    registers.spreadControls()
    #expect(registers[.floatControl(1)] == 0x2800)
    #expect(registers[.floatControl(2)] & 0xff == 0xff, "the five lower registers are empty")
    for index in 0..<24 { state[index] = 0 }
    registers.gatherControls()
    let after = (0..<512).map { state[$0] }
    #expect(after[0..<5] == before[0..<5])
    #expect(after[6..<512] == before[6..<512])
  }

  @Test func `tells the tags of values apart`() {
    let registers = guest.session.registers
    let state = registers.bytes[256..<768]
    for index in 0..<512 { state[index] = 0 }
    // The top is register 6: of the values, the first lies there.
    state.store(6 << 11, at: 2, byteCount: 2)
    state[4] = 0b1100_0001
    state.store(0x3fff, at: 32 + 8, byteCount: 2)
    state.store(1 << 63, at: 32, byteCount: 8)
    state.store(0x7fff, at: 64 + 8, byteCount: 2)
    registers.spreadControls()
    #expect(registers[.floatControl(2)] == 0b01_00_1111_1111_11_10)
  }

  @Test func `never gives the processor a control bit that it does not have`() {
    let registers = guest.session.registers
    registers.bytes.store(0xffff, at: 256 + 28, byteCount: 4)
    registers[.vectorControl] = 0xffff_ffff
    registers.gatherControls()
    #expect(registers[.vectorControl] == 0xffff)
  }
}
