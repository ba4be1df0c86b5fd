internal import Testing

@testable internal import GDBStub

@Suite struct RegisterBlockTests {
  private let guest = Debuggee()

  @Test func `places every register behind the one before`() {
    var offset = 0
    for number in 0..<Register.count {
      #expect(Register(number)?.offset == offset)
      offset += Register(number)?.byteCount ?? 0
    }
    #expect(offset == Register.totalByteCount)
    #expect(Register(Register.count) == nil && Register(-1) == nil)
  }

  @Test func `sends and takes all registers`() {
    guest.session.registers[.rip] = 0x1122_3344_5566_7788
    let all = guest.ask("g")
    #expect(all.utf8.count == 1232)
    #expect(all.dropFirst(256).prefix(16) == "8877665544332211")
    #expect(guest.ask("G" + all.replacing("88776655", with: "00776655")) == "OK")
    #expect(guest.session.registers[.rip] == 0x1122_3344_5566_7700)
    #expect(guest.ask("G00") == "E16")
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
    let state = UnsafeMutablePointer<UInt8>.allocate(capacity: 512)
    defer { state.deallocate() }
    for index in 0..<512 { state[index] = UInt8(truncatingIfNeeded: index * 7 + 1) }
    let buffer = ByteBuffer(unsafeBase: state, count: 512)
    // Three values on the stack, whose top is the fifth register.
    buffer.store(0x2800, at: 2, byteCount: 2)
    buffer[4] = 0b1110_0000
    buffer.store(0, at: 12, byteCount: 4)
    buffer.store(0, at: 20, byteCount: 4)
    buffer.store(0x1f80, at: 24, byteCount: 4)
    buffer.store(0xffff, at: 28, byteCount: 4)
    let before = (0..<416).map { buffer[$0] }
    guest.session.registers.load(floatState: buffer)
    for index in 0..<28 { buffer[index] = 0 }
    for index in 160..<416 { buffer[index] = 0 }
    guest.session.registers.store(floatState: buffer)
    let after = (0..<416).map { buffer[$0] }
    #expect(after[0..<5] == before[0..<5])
    #expect(after[6..<28] == before[6..<28])
    #expect(after[160..<416] == before[160..<416])
  }
}
