internal import Testing

@testable internal import GDBStub

@Suite struct PacketReaderTests {
  @Test func `finds a packet between garbage`() {
    let guest = Debuggee()
    let reply = guest.exchange(Array("xy#z".utf8) + Debuggee.frame(Array("qAttached".utf8)))
    #expect(reply == Array("+$1#31".utf8))
  }

  @Test func `begins anew where another packet begins`() {
    let guest = Debuggee()
    let reply = guest.exchange(Array("$m1000,".utf8) + Debuggee.frame(Array("qAttached".utf8)))
    #expect(reply == Array("+$1#31".utf8))
  }

  @Test func `refuses a wrong checksum, and digits that are none`() {
    let guest = Debuggee()
    #expect(guest.exchange(Array("$qAttached#00".utf8)) == Array("-".utf8))
    #expect(guest.exchange(Array("$qAttached#8z".utf8)) == Array("-".utf8))
    #expect(guest.exchange(Array("$qAttached#8f".utf8)) == Array("+$1#31".utf8))
  }

  @Test func `answers a damaged packet with an error where nothing is acknowledged`() {
    let guest = Debuggee()
    _ = guest.ask("QStartNoAckMode")
    #expect(guest.exchange(Array("$qAttached#00".utf8)) == Array("$E16#ac".utf8))
  }

  @Test func `drains a packet that is too long`() {
    let guest = Debuggee()
    let long = Debuggee.frame([UInt8](repeating: UInt8(ascii: "q"), count: 9000))
    #expect(Debuggee.payload(guest.exchange(long)) == "E1c")
    _ = guest.exchange([UInt8(ascii: "+")])
    #expect(guest.ask("qAttached") == "1")
  }

  @Test(arguments: [8191, 8192, 8193])
  func `takes packets up to the size that it says`(count: Int) {
    let guest = Debuggee()
    let packet = Debuggee.frame([UInt8](repeating: UInt8(ascii: "j"), count: count))
    #expect(Debuggee.payload(guest.exchange(packet)) == (count <= 8192 ? "" : "E1c"))
  }

  @Test func `undoes escapes and keeps a 3 within a packet`() {
    let guest = Debuggee()
    let payload = Array("X1000,4:".utf8) + [3, 0x7d, 0x03, 0x7d, 0x04, 0x7d, 0x5d]
    #expect(Debuggee.payload(guest.exchange(Debuggee.frame(payload))) == "OK")
    #expect(Array(guest.machine.memory[0..<4]) == [3, 0x23, 0x24, 0x7d])
  }

  /// Whatever comes, the stub neither traps nor loses its way: two packets later all is well.
  @Test(arguments: 0..<200 as Range<UInt64>)
  func `is in step again after random bytes`(seed: UInt64) {
    let guest = Debuggee()
    var state = seed &* 0x9e37_79b9_7f4a_7c15 &+ 1
    func next() -> UInt64 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return state
    }
    let letters = Array("$#}*+-qvXmMgGpPZzcsHTD?0123456789abcdef,;:".utf8)
    for _ in 0..<400 {
      var bytes = (0..<next() % 40).map { _ in
        next() % 8 == 0
          ? UInt8(truncatingIfNeeded: next()) : letters[Int(next() % UInt64(letters.count))]
      }
      if next() % 2 == 0 { bytes = Debuggee.frame(bytes.filter { $0 != 0x24 && $0 != 0x23 }) }
      _ = guest.exchange(bytes)
      if guest.session.isHalted, next() % 4 == 0 { _ = guest.take(Trap(vector: 1)) }
    }
    _ = guest.ask("?")
    #expect(guest.ask(SessionTests.greeting).hasPrefix("PacketSize="), "seed \(seed)")
    #expect(guest.ask("qAttached") == "1", "seed \(seed)")
  }
}
