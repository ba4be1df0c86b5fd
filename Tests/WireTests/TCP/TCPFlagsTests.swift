internal import Testing
internal import Wire

@Suite struct TCPFlagsTests {
  @Test func `are joined and parted`() {
    let flags = TCPFlags.syn | .ack
    #expect(flags.rawValue == 0x12)
    #expect(flags.contains(.syn))
    #expect(flags.contains(.syn | .ack))
    #expect(!flags.contains(.syn | .fin))
    #expect(flags.containsAny(of: .syn | .fin))
    #expect(!flags.containsAny(of: .fin | .rst))
    #expect(flags - .ack == .syn)
  }

  @Test func `have the bits of the header`() {
    let all: [TCPFlags] = [.fin, .syn, .rst, .psh, .ack, .urg, .ece, .cwr]
    #expect(all.map(\.rawValue) == [1, 2, 4, 8, 16, 32, 64, 128])
  }
}
