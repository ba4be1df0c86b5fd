internal import Testing

@testable internal import GDBStub

@Suite struct NumberFormatTests {
  private let guest = Debuggee()

  private func text(_ number: UInt64, _ format: NumberFormat) -> String {
    guest.machine.sent = []
    guest.session.reply.begin()
    guest.session.reply.write(number, format)
    guest.session.reply.end()
    return Debuggee.payload(guest.machine.sent)
  }

  @Test func `fills the column before a number`() {
    #expect(text(0, NumberFormat()) == "0")
    #expect(text(12345, NumberFormat(width: 3)) == "12345")
    #expect(text(.max, NumberFormat(base: 16, width: 18)) == "  ffffffffffffffff")
    #expect(text(8, NumberFormat(base: 8, width: 4, padding: UInt8(ascii: "0"))) == "0010")
  }

  @Test func `has the sign behind spaces and before zeros`() {
    #expect(text(42, NumberFormat(width: 6, isNegative: true)) == "   -42")
    #expect(text(42, NumberFormat(width: 3, isNegative: true)) == "-42")
    let zeros = NumberFormat(width: 6, padding: UInt8(ascii: "0"), isNegative: true)
    #expect(text(42, zeros) == "-00042")
  }

  @Test func `takes other letters`() {
    #expect(text(0xab_cdef, NumberFormat(base: 16, letters: 7)) == "ABCDEF")
  }
}
