@testable internal import DNS
internal import Testing

@Suite struct RecordTypesTests {
  @Test func `lays out the data of each type`() {
    #expect(Record.a("x", 10, 0, 0, 42).data == [10, 0, 0, 42])
    #expect(Record.aaaa("x", "::2").data == [UInt8](repeating: 0, count: 15) + [2])
    #expect(Record.mx("x", 0x102, "m").data == [1, 2])
    #expect(Record.mx("x", 0x102, "m").target?.bytes == [0x6d])
    #expect(Record.srv("x", priority: 1, weight: 2, port: 0x304, "m").data == [0, 1, 0, 2, 3, 4])
    #expect(Record.txt("x", "ab", "").data == [2, 0x61, 0x62, 0])
    #expect(Record.caa("x", "issue", ";").data == [0, 5] + Array("issue;".utf8))
    #expect(Record.caa("x", "iodef", "", isCritical: true).data == [0x80, 5] + Array("iodef".utf8))
    #expect(Record.opaque("x", RecordType(rawValue: 99), [1, 2]).data == [1, 2])
  }

  @Test func `notes what is wrong`() {
    let long = TestZones.text(String(repeating: "x", count: 256))
    #expect(Record.aaaa("x", "1:2").fault == .badAddress)
    #expect(Record.txt("x").fault == .emptyText)
    #expect(Record.txt("x", "a", long).fault == .textTooLong)
    #expect(Record.caa("x", "", "v").fault == .badTag)
    #expect(Record.caa("x", "is-sue", "v").fault == .badTag)
    #expect(Record.caa("x", long, "v").fault == .badTag)
    #expect(Record.opaque("x", .a, [1, 2, 3, 4]).fault == .typeHasOwnForm)
    #expect(Record.opaque("x", .opt, []).fault == .typeNotAllowed)
    #expect(Record.opaque("x", .dname, [0]).fault == .typeNotAllowed)
    #expect(Record.opaque("x", RecordType(rawValue: 65), [0]).fault == nil)
  }
}
