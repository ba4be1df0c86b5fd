internal import Testing

@testable internal import GDBStub

@Suite struct SessionMemoryTests {
  private let guest = Debuggee()

  @Test func `reads what there is before the first byte that is not there`() {
    guest.machine.memory.replaceSubrange(0x3ffe..<0x4000, with: [0xab, 0xcd])
    #expect(guest.ask("m4ffe,8") == "abcd")
    #expect(guest.ask("m5000,1") == "E0e")
    #expect(guest.ask("m0,4") == "E0e")
    #expect(guest.ask("mffffffffffffffff,2") == "E0e")
    #expect(guest.ask("m1000,0") == "")
  }

  @Test func `reads memory in binary, with what has a meaning escaped`() {
    guest.machine.memory.replaceSubrange(0..<6, with: Array("a#$}*b".utf8))
    #expect(guest.ask("x1000,6") == "ba}\u{3}}\u{4}}]}\u{a}b")
    #expect(guest.ask("x4ffe,8") == "b\0\0")
    #expect(guest.ask("x5000,1") == "E0e")
    #expect(guest.ask("x0,0") == "b")
  }

  @Test func `sends as much memory as fits into a packet`() {
    guest.machine.memory = [UInt8](repeating: UInt8(ascii: "}"), count: 0x4000)
    #expect(guest.ask("x1000,2000") == "b" + String(repeating: "}]", count: 4090))
    #expect(guest.ask("m1000,2000") == String(repeating: "7d", count: 4090))
  }

  @Test func `writes all or nothing`() {
    #expect(guest.ask("M4ffe,4:01020304") == "E0e")
    #expect(guest.machine.memory[0x3ffe] == 0)
    #expect(guest.ask("M1000,2:0102") == "OK")
    #expect(guest.ask("X1000,0:") == "OK")
    #expect(guest.ask("M1000,3:0102") == "E16")
    #expect(guest.ask("M1000,2:01") == "E16")
    #expect(Array(guest.machine.memory[0..<3]) == [1, 2, 0])
  }

  @Test(
    arguments: [
      "m", "m1000", "m1000,", "mz,4", "m1000,4x", "X1000,4", "M", "M1000,1", "x", "x1000",
      "x1000,4:",
    ])
  func `refuses what makes no sense`(packet: String) {
    #expect(guest.ask(packet) == "E16")
  }

  @Test func `searches memory`() {
    guest.machine.memory.replaceSubrange(0x2fff..<0x3002, with: Array("abc".utf8))
    #expect(guest.ask("qSearch:memory:1000;4000;abc") == "1,3fff")
    #expect(guest.ask("qSearch:memory:1000;3001;abc") == "0")
    #expect(guest.ask("qSearch:memory:1000;4000;abd") == "0")
    #expect(guest.ask("qSearch:memory:1000;4000;") == "E16")
  }

  @Test func `searches on behind what is not there, however far that is`() {
    guest.machine.hole = 0x3000..<0x4000
    guest.machine.memory.replaceSubrange(0x1ffe..<0x2000, with: Array("ab".utf8))
    guest.machine.memory.replaceSubrange(0x3000..<0x3004, with: Array("cabc".utf8))
    #expect(guest.ask("qSearch:memory:1000;4000;abc") == "1,4001")
    #expect(guest.ask("qSearch:memory:0;5000;abc") == "1,4001")
    #expect(guest.ask("qSearch:memory:3800;5000;abc") == "1,4001")
    #expect(guest.ask("qSearch:memory:1000;3003;abc") == "0")
    #expect(guest.ask("qSearch:memory:1000;90000000;abcd") == "0")
    #expect(guest.ask("qSearch:memory:fffffffffffff000;2000;abcd") == "0")
    guest.machine.far = Array("xxabcd".utf8) + [UInt8](repeating: 0, count: 4090)
    #expect(guest.ask("qSearch:memory:1000;90000000;abcd") == "1,80000002")
  }

  /// gdb waits two seconds for each byte.
  @Test func `has gdb wait while much is searched`() {
    guest.machine.memory = [UInt8](repeating: 0, count: 10 << 20)
    _ = guest.ask("QStartNoAckMode")
    let sent = guest.exchange(Debuggee.frame(Array("qSearch:memory:1000;a00000;x".utf8)))
    #expect(sent.starts(with: Array("++$".utf8)))
    #expect(Debuggee.payload(sent) == "0")
  }

  /// The sum of "123456789" that is known of CRC-32/MPEG-2.
  @Test func `sums memory up as gdb does`() {
    guest.machine.memory.replaceSubrange(0..<9, with: Array("123456789".utf8))
    #expect(guest.ask("qCRC:1000,9") == "C376e6e7")
    #expect(guest.ask("qCRC:4fff,2") == "E0e")
  }
}
