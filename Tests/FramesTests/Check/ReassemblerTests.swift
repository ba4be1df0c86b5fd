internal import Testing

@testable internal import Frames

@Suite struct ReassemblerTests {
  private func take(
    _ reassembler: inout Reassembler, _ payload: [UInt8], flags: Int, identification: Int = 1
  ) -> Reassembler.Outcome? {
    let packet = Build.ipv4(payload, protocol: 17, identification: identification, flags: flags)
    return packet.withUnsafeBytes { bytes in
      IPv4View(ByteView(bytes)).map { reassembler.take($0) }
    }
  }

  private let eight: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8]

  @Test func `gives the payload in order, in whatever order the fragments come`() {
    var reassembler = Reassembler()
    _ = take(&reassembler, [9], flags: 2)
    _ = take(&reassembler, eight, flags: 0x2001)
    guard case .complete(let bytes)? = take(&reassembler, eight, flags: 0x2000) else {
      Issue.record("not complete")
      return
    }
    #expect(bytes == eight + eight + [9])
  }

  @Test func `names what does not fit`() {
    var reassembler = Reassembler()
    _ = take(&reassembler, eight, flags: 0x2000)
    guard case .misfit? = take(&reassembler, eight.reversed(), flags: 0x2000) else {
      Issue.record("other bytes in the same place")
      return
    }
    _ = take(&reassembler, [9], flags: 2)
    guard case .misfit? = take(&reassembler, [9], flags: 3) else {
      Issue.record("two ends")
      return
    }
  }

  @Test func `gives up the oldest of too many`() {
    var reassembler = Reassembler()
    for number in 0...Reassembler.packetLimit {
      _ = take(&reassembler, eight, flags: 0x2000, identification: number)
    }
    guard case .waiting? = take(&reassembler, [1], flags: 1, identification: 0) else {
      Issue.record("the first fragment is still there")
      return
    }
    guard case .complete? = take(&reassembler, [1], flags: 1, identification: 5) else {
      Issue.record("the first fragment is gone")
      return
    }
  }
}
