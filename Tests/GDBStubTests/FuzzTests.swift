internal import TestSupport
internal import Testing

@testable internal import GDBStub

/// Bytes that no debugger sends, and exceptions at any moment.
@Suite struct FuzzTests {
  /// Beginnings of packets, some of them right.
  private static let beginnings = [
    "?", "g", "G", "p10", "P10=", "m1000,4", "M1000,2:0102", "X1000,1:}", "c", "s", "C05", "S0b",
    "vCont;c", "vCont;s:1", "vCont;r1000,1010:1", "vCont;r", "Z0,1100,1", "Z0,1100,1;X7,",
    "Z1,1200,1",
    "Z2,2000,8", "Z4,2000,20", "z0,1100,1", "z2,2000,8", "Hg2", "Hc-1", "T1", "D", "k", "R0",
    "vKill;1",
    "qSupported:swbreak+", "QStartNoAckMode", "qXfer:features:read:target.xml:",
    "qXfer:threads:read::0,ffff",
    "qXfer:memory-map:read::0,1000", "qRcmd,6c6f6e67", "qSearch:memory:1000;4000;", "qCRC:1000,fff",
    "vFile:open:6e756d62657273,0,0", "vFile:pread:3,100,", "qThreadExtraInfo,2", "qfThreadInfo",
    "Z0,1300,1;X3,220127;cmds:1,Xd,2200220034000004785c6e0027", "m7e0000002000,40",
    "x1000,20", "QListThreadsInStopReply", "qMemoryRegionInfo:1000", "qProcessInfo",
    "M1100,2:0f05", "X4ffe,2:\u{f}\u{5}",
  ]

  private static func packet(_ chance: inout SeededGenerator) -> [UInt8] {
    var bytes = Array((beginnings.randomElement(using: &chance) ?? "?").utf8)
    if chance.below(2) == 0 { bytes += chance.bytes(upTo: 12) }
    if chance.below(4) == 0, !bytes.isEmpty {
      bytes[chance.below(bytes.count)] = UInt8(truncatingIfNeeded: chance.next())
    }
    var frame = Debuggee.frame(bytes)
    // Cut, damaged, or as it should be.
    if chance.below(5) == 0 { frame.removeLast(chance.below(frame.count)) }
    if chance.below(5) == 0, !frame.isEmpty { frame[chance.below(frame.count)] ^= 1 }
    return frame
  }

  @Test(arguments: 0..<300 as Range<UInt64>)
  func `survives any bytes, and understands again within two packets`(seed: UInt64) {
    var chance = SeededGenerator(seed: seed)
    let guest = Debuggee()
    guest.addTask(0, at: 0x3000, function: 0x1100, context: 0x3200)
    guest.addContexts([(0x3200, 0x1200), (0x3240, 0x1300)])
    for _ in 0..<100 {
      switch chance.below(8) {
      case 0: _ = guest.exchange(chance.bytes(upTo: 40))
      case 1: _ = guest.exchange([3])
      case 2 where !guest.session.isHalted:
        guest.session.registers[.rip] = 0x1000 + UInt64(chance.below(0x4100))
        let vector = UInt8(chance.below(20))
        _ = guest.take(Trap(vector: vector, status: UInt64(chance.below(0x8000))))
      default: _ = guest.exchange(Self.packet(&chance))
      }
    }
    let question = Debuggee.frame(Array("?".utf8))
    let answers = [
      Debuggee.payload(guest.exchange(question)), Debuggee.payload(guest.exchange(question)),
    ]
    #expect(answers.contains { $0.hasPrefix("T") }, "seed \(seed): \(answers)")
  }
}
