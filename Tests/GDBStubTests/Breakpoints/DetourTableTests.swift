internal import Testing

@testable internal import GDBStub

@Suite struct DetourTableTests {
  private func withTable(_ body: (inout DetourTable) -> Void) {
    var bytes = [UInt8](repeating: 0, count: 4 * DetourTable.noteByteCount)
    bytes.withUnsafeMutableBufferPointer { buffer in
      var table = DetourTable(
        ByteBuffer(unsafeBase: buffer.baseAddress.unsafelyUnwrapped, count: buffer.count),
        at: 0x5000)
      body(&table)
    }
  }

  @Test func `opens and closes`() {
    withTable { table in
      #expect(table.capacity == 4)
      table.open(3)
      #expect(table.usable != 0)
      #expect(table.isOpen(3) && !table.isOpen(2) && !table.isOpen(4) && !table.isOpen(100))
      table.close()
      #expect(!table.isOpen(3))
      #expect(table.usable == 0)
    }
  }

  @Test func `knows what lies where`() {
    withTable { table in
      let detour = Detour(bodyByteCount: 3, end: 0x1003)
      #expect(!table.isNoted(detour, of: 0x1000, 2))
      table.note(detour, of: 0x1000, 2)
      #expect(table.isNoted(detour, of: 0x1000, 2))
      #expect(!table.isNoted(detour, of: 0x1001, 2))
      #expect(!table.isNoted(Detour(bodyByteCount: 2, end: 0x1003), of: 0x1000, 2))
      #expect(table.address(for: table.place(2)) == 0x1000)
      #expect(table.address(for: table.place(2) + 3) == 0x1003)
      for address in [0x4fff, 0x5060, 0, .max] as [UInt64] {
        #expect(table.address(for: address) == address)
      }
      // One without a body is only the jump.
      table.note(Detour(bodyByteCount: 0, end: 0x2000), of: 0x1100, 1)
      #expect(table.address(for: table.place(1)) == 0x2000)
    }
  }
}
