internal import Testing

@testable internal import Frames

@Suite struct ArrivedFragmentsTests {
  private func take(
    _ fragments: inout ArrivedFragments, _ payload: [UInt8], flags: Int, identification: Int = 1
  ) -> [UInt8]? {
    let packet = Build.ipv4(payload, protocol: 17, identification: identification, flags: flags)
    return packet.withUnsafeBytes { bytes in
      IPv4View(ByteView(bytes)).flatMap { fragments.take($0) }
    }
  }

  private let eight: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8]
  private let others: [UInt8] = [8, 7, 6, 5, 4, 3, 2, 1]

  @Test func `gives the payload in order, in whatever order the fragments come`() {
    var fragments = ArrivedFragments()
    #expect(take(&fragments, [9], flags: 2) == nil)
    #expect(take(&fragments, eight, flags: 0x2001) == nil)
    #expect(take(&fragments, others, flags: 0x2000) == others + eight + [9])
  }

  @Test func `what comes again completes again`() {
    var fragments = ArrivedFragments()
    #expect(take(&fragments, eight, flags: 0x2000) == nil)
    #expect(take(&fragments, [9], flags: 1) == eight + [9])
    #expect(take(&fragments, others, flags: 0x2000) == others + [9])
    #expect(take(&fragments, [9], flags: 1) == others + [9])
  }

  @Test func `of two ends the newer one counts`() {
    var fragments = ArrivedFragments()
    #expect(take(&fragments, [9], flags: 2) == nil)
    #expect(take(&fragments, [7], flags: 1) == nil)
    #expect(take(&fragments, eight, flags: 0x2000) == eight + [7])
    // What goes on beyond the end takes it away.
    #expect(take(&fragments, eight, flags: 0x2002) == nil)
    #expect(take(&fragments, eight, flags: 0x2001) == nil)
    #expect(take(&fragments, [5], flags: 3) == eight + eight + eight + [5])
  }

  @Test func `what no host takes changes nothing`() {
    var fragments = ArrivedFragments()
    #expect(take(&fragments, [9], flags: 1) == nil)
    #expect(take(&fragments, [], flags: 2) == nil)
    #expect(take(&fragments, [1, 2, 3], flags: 0x2000) == nil)
    #expect(take(&fragments, eight, flags: 0x2000) == eight + [9])
  }

  @Test func `gives up the oldest of too many`() {
    var fragments = ArrivedFragments()
    for number in 0...Reassembler.packetLimit {
      _ = take(&fragments, eight, flags: 0x2000, identification: number)
    }
    #expect(take(&fragments, [1], flags: 1, identification: 0) == nil)
    #expect(take(&fragments, [1], flags: 1, identification: 5) == eight + [1])
  }

  @Test func `whole packets make room before others`() {
    var fragments = ArrivedFragments()
    _ = take(&fragments, eight, flags: 0x2000, identification: 1000)
    for number in 0..<Reassembler.packetLimit {
      _ = take(&fragments, eight, flags: 0x2000, identification: number)
      _ = take(&fragments, [9], flags: 1, identification: number)
    }
    #expect(take(&fragments, [1], flags: 1, identification: 1000) == eight + [1])
  }
}
