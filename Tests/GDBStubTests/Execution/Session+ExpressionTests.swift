internal import Testing

@testable internal import GDBStub

@Suite struct SessionExpressionTests {
  private let guest = Debuggee()

  /// Stops at a breakpoint that has code in gdb's digits; gives whether the debugger hears of it.
  private func stops(_ code: String, rax: UInt64 = 0, rdi: UInt64 = 0) -> Bool {
    _ = guest.ask(SessionTests.greeting)
    #expect(guest.ask("Z0,1234,1;X\(String(code.utf8.count / 2, radix: 16)),\(code)") == "OK")
    _ = guest.ask("vCont;c")
    guest.session.registers[.rax] = rax
    guest.session.registers[.integer(5)] = rdi
    guest.session.registers[.rip] = 0x1235
    _ = guest.take(Trap(vector: 3))
    return guest.session.isHalted
  }

  /// What gdb 13.1 sends for `break gdb_count if $rdi % 8 == 0`, and for the like.
  @Test(
    arguments: [
      // reg 5; const8 8; rem_signed; const8 0; equal; end
      ("2600052208072200" + "1327", 16, true), ("2600052208072200" + "1327", 17, false),
      // reg 5; const16 300; less_signed; log_not; end
      ("26000523012c" + "140e27", 299, false), ("26000523012c" + "140e27", 300, true),
    ] as [(String, UInt64, Bool)])
  func `evaluates gdb's conditions`(code: String, value: UInt64, holds: Bool) {
    #expect(stops(code, rdi: value) == holds)
  }

  @Test func `reads memory, extends and jumps`() {
    guest.store(0xff, at: 0x2000, byteCount: 1)
    // const16 0x2000; ref8; ext 8; const8 1; add; end: 0 only if the byte is read as -1.
    #expect(!stops("23200017" + "1608" + "2201" + "0227"))
    // reg 0; if_goto 9; const8 0; end; (9) const8 1; end
    let jump = "260000" + "200009" + "2200" + "27" + "2201" + "27"
    #expect(!stops(jump))
    #expect(stops(jump, rax: 5))
  }

  @Test func `swaps, picks and turns round`() {
    // 1 2 3, rot gives 3 1 2; pick 2 is 3; 3 == 3.
    #expect(stops("220122022203" + "33" + "3202" + "2203" + "1327"))
    #expect(!stops("220122022203" + "33" + "3200" + "2203" + "1327"))
    // 7 2, swap, minus: 2 - 7 + 5 is 0.
    #expect(!stops("22072202" + "2b" + "03" + "2205" + "0227"))
  }

  @Test(arguments: [
    "02", "27ff", "ff", "2200", "22", "21ffff", "200000", "33", "3201", "2601ff27", "2200220005",
    "1600", "1641", "34", "3401000527", "210000",
  ])
  func `stops where it makes no sense`(code: String) {
    #expect(stops(code))
  }

  /// Captured from gdb 13.1: `dprintf gdb_square,"square of %ld %d\n", $rdi, 7`, in the target.
  @Test func `prints in the target and goes on`() {
    _ = guest.ask(SessionTests.greeting)
    let code = "220726000516402200220034020013737175617265206f6620256c642025645c6e0027"
    #expect(guest.ask("Z0,1234,1;cmds:1,X23,\(code)") == "OK")
    _ = guest.ask("vCont;c")
    guest.session.registers[.integer(5)] = 36
    guest.session.registers[.rip] = 0x1235
    guest.machine.sent = []
    _ = guest.take(Trap(vector: 3))
    #expect(Debuggee.payload(guest.machine.sent) == "O" + Self.digits("square of 36 7\n"))
    #expect(!guest.session.isHalted)
  }

  /// reg 0; const8 3; less_unsigned; end: then the command.
  @Test func `follows commands only where the condition holds`() {
    for (rax, text) in [(2, "x\n"), (9, "nothing")] as [(UInt64, String)] {
      _ = guest.ask(SessionTests.greeting)
      // Of the command: const8 0 twice; printf of no arguments, "x\n"; end.
      #expect(
        guest.ask("Z0,1234,1;X7,26000022031527;cmds:0,Xd,2200220034000004785c6e0027") == "OK")
      _ = guest.ask("vCont;c")
      guest.session.registers[.rax] = rax
      guest.session.registers[.rip] = 0x1235
      guest.machine.sent = []
      _ = guest.take(Trap(vector: 3))
      let said = Debuggee.payload(guest.machine.sent)
      #expect(said == (text == "nothing" ? text : "O" + Self.digits(text)))
      #expect(!guest.session.isHalted)
    }
  }

  /// Sets a breakpoint that shows a number by a format; gives the answer, and what is shown there.
  private func show(_ value: Int, by format: String) -> (answer: String, text: String) {
    _ = guest.ask(SessionTests.greeting)
    let number = String(UInt64(bitPattern: Int64(value)), radix: 16)
    let text = Self.digits(format) + "00"
    let code =
      "25" + String(repeating: "0", count: 16 - number.count) + number + "2200220034010"
      + String(0x1000 + text.count / 2, radix: 16).dropFirst() + text + "27"
    let packet = "Z0,1234,1;cmds:0,X\(String(code.count / 2, radix: 16)),\(code)"
    let answer = guest.ask(packet)
    _ = guest.ask("vCont;c")
    guest.session.registers[.rip] = 0x1235
    guest.machine.sent = []
    _ = guest.take(Trap(vector: 3))
    return (answer, Debuggee.payload(guest.machine.sent))
  }

  /// What C's printf shows.
  @Test(
    arguments: [
      ("%d", -7, "-7"), ("%5d|", 42, "   42|"), ("%05d", -42, "-0042"), ("%5ld", -42, "  -42"),
      ("%08x", 0xbeef, "0000beef"), ("%X", 0xbeef, "BEEF"), ("%#lx", 0xbeef, nil),
      ("%lo", 0o777, "777"), ("%2u", 12345, "12345"), ("%lu", -1, "18446744073709551615"),
      ("%hd", 0x18000, "-32768"), ("%hhd", 0x1ff, "-1"), ("%hhu", 0x1ff, "255"),
      ("%hx", -1, "ffff"),
      ("%u", -1, "4294967295"), ("%p", 0xbeef, "0xbeef"), ("%c%%", 65, "A%"), ("\\t\\n", 0, "\t\n"),
      ("%lld", .min, "-9223372036854775808"), ("%zx", -1, "ffffffffffffffff"), ("%d", 0, "0"),
      ("%f", 0, nil), ("% d", 5, nil), ("%+d", 5, nil), ("%.3d", 5, nil), ("%*d", 5, nil),
      ("%-5d", 5, nil), ("%5s", 0x1000, nil), ("%n", 0, nil), ("%", 0, nil), ("\\q", 0, nil),
    ] as [(String, Int, String?)])
  func `prints as C does, or refuses to`(format: String, value: Int, shown: String?) {
    let (answer, text) = show(value, by: format)
    #expect(answer == (shown == nil ? "E01" : "OK"))
    if let shown { #expect(text == "O" + Self.digits(shown)) }
    #expect(shown != nil || guest.session.breakpoints.find(0x1234, .debugger) == nil)
  }

  @Test func `says nothing while it looks whether it can print`() {
    _ = guest.ask(SessionTests.greeting)
    let code = "2200220034000004785c6e0027"
    let sent = guest.exchange(Debuggee.frame(Array("Z0,1234,1;cmds:0,Xd,\(code)".utf8)))
    #expect(sent == Array("+$OK#9a".utf8))
  }

  @Test func `sends again what it printed`() {
    _ = show(65, by: "%c\\n")
    #expect(Debuggee.payload(guest.exchange([UInt8(ascii: "-")])) == "O410a")
    #expect(guest.exchange([UInt8(ascii: "-")]).suffix(3).first == UInt8(ascii: "#"))
  }

  private static func digits(_ text: String) -> String {
    text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
