internal import Testing

extension FakeQueue {
  /// Takes the next published chain of descriptors, which may lie in a table of its own if that was
  /// agreed upon.
  ///
  /// Strict: the chain ends, stays inside the table, and what the device reads comes first.
  func takeChain() -> [Buffer]? {
    guard isReady, waitingCount > 0 else { return nil }
    let head = takeHead()
    let entry = descriptors + 16 * UInt64(head)
    let flags: UInt16 = memory.load(entry + 12)
    guard flags & 4 != 0 else { return readChain(head, from: head, in: descriptors, size) }
    #expect(knowsIndirect, "a table that was not agreed upon")
    #expect(flags == 4, "a table is neither continued nor written")
    let byteCount: UInt32 = memory.load(entry + 8)
    #expect(byteCount > 0 && byteCount % 16 == 0, "a table of whole descriptors")
    indirectCount += 1
    return readChain(head, from: 0, in: memory.load(entry), UInt16(byteCount / 16))
  }

  /// Reads a chain that starts somewhere in a table.
  private func readChain(
    _ head: UInt16, from start: UInt16, in table: UInt64, _ size: UInt16
  ) -> [Buffer] {
    var index = start
    var chain: [Buffer] = []
    while chain.count < size {
      let entry = table + 16 * UInt64(index)
      let flags: UInt16 = memory.load(entry + 12)
      #expect(flags & ~3 == 0, "a table within a table")
      let buffer = Buffer(
        index: chain.isEmpty ? head : index, address: memory.load(entry),
        byteCount: Int(memory.load(entry + 8) as UInt32), deviceWrites: flags & 2 != 0)
      if let last = chain.last, last.deviceWrites {
        #expect(buffer.deviceWrites, "what the device writes comes last")
      }
      chain.append(buffer)
      if flags & 1 == 0 { return chain }
      index = memory.load(entry + 14)
      #expect(index < size, "a descriptor beyond the table")
    }
    Issue.record("a chain without end")
    return chain
  }
}
