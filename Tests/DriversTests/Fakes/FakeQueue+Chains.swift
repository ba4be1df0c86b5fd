internal import Testing

extension FakeQueue {
  /// Takes the next published chain of descriptors.
  ///
  /// Strict: the chain ends, stays inside the table, and what the device reads comes first.
  func takeChain() -> [Buffer]? {
    guard isReady, waitingCount > 0 else { return nil }
    var index = takeHead()
    var chain: [Buffer] = []
    while chain.count < size {
      let entry = descriptors + 16 * UInt64(index)
      let flags: UInt16 = memory.load(entry + 12)
      #expect(flags & ~3 == 0, "no indirect tables are expected")
      let buffer = Buffer(
        index: index, address: memory.load(entry),
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
