internal import Testing

@testable internal import Frames

@Suite struct FrameCheckerTests {
  @Test func `says which frame breaks what, and where`() {
    let observer = Observer()
    observer.guest(Build.arp(reply: false))
    observer.guest(Build.udpFrame([1, 2, 3]).with(40, 0x12).with(41, 0x34))
    let finding = observer.checker.findings[0]
    #expect(finding.frame == 2)
    #expect(finding.rule == .udpChecksum)
    #expect(finding.range == 40..<42)
    #expect(finding.bytes == [0x12, 0x34])
    #expect(
      finding.description.hasPrefix("frame 2 from the guest breaks udp-checksum: the checksum"))
    #expect(finding.description.hasSuffix("(bytes 40 to 41: 12 34)"))
  }

  @Test func `counts frames and bad frames`() {
    let observer = Observer()
    observer.host(Build.echo(reply: false, [1]))
    observer.guest(Build.echo(reply: true, [1]))
    observer.guest(Build.echo(reply: true, [2], number: 9).with(6, 0))
    #expect(observer.checker.frameCount == 3)
    #expect(observer.checker.guestFrameCount == 2)
    #expect(observer.checker.badFrameCount == 1)
    #expect(observer.checker.findings.count == 2)
  }

  @Test func `lets a rule be waived`() {
    let observer = Observer(waiving: [.udpChecksum])
    #expect(observer.guest(Build.udpFrame([1, 2, 3]).with(40, 0x12)) == [])
    #expect(observer.checker.badFrameCount == 0)
  }

  @Test func `keeps only the first findings of many`() {
    let observer = Observer()
    for _ in 0..<100 { observer.guest([1, 2, 3]) }
    #expect(observer.checker.findings.count == FrameChecker.keptFindingCount)
    #expect(observer.checker.badFrameCount == 100)
  }

  @Test func `blames nobody for what came after a gap`() {
    let observer = Observer()
    observer.checker.noteGap()
    #expect(observer.guest(Build.echo(reply: true, [1])) == [])
    #expect(observer.guest(Build.tcp(.ack, 5, 6)) == [])
  }

  @Test func `judges each frame by itself after a gap, as more may be missing`() {
    let observer = Observer()
    observer.checker.noteGap()
    #expect(observer.guest(Build.tcp(.ack, 5, 6, [1])) == [])
    #expect(observer.guest(Build.tcp(.ack, 50, 6, [1])) == [])
    let damaged = Build.tcp(.ack, 60, 6, [1]).dropLast() + [2]
    #expect(observer.guest(Array(damaged)) == [.tcpChecksum])
  }

  @Test func `survives every cut and every changed byte`() {
    let frames = [
      Build.arp(reply: true), Build.udpFrame([1, 2, 3], from: 53),
      Build.echo(reply: true, [1, 2]), Build.tcp([.syn, .ack], 1, 2, options: [2, 4, 5, 0xb4]),
    ]
    let observer = Observer()
    for frame in frames {
      for count in 0..<frame.count { observer.guest(Array(frame.prefix(count))) }
      for index in frame.indices {
        for value in [0, 1, 0x7f, 0xff] as [UInt8] { observer.guest(frame.with(index, value)) }
      }
      for count in 0..<frame.count { observer.host(Array(frame.prefix(count))) }
    }
    #expect(observer.checker.badFrameCount > 0)
  }
}

@Suite struct RecentTests {
  @Test func `forgets what was not used for long, and says so`() {
    var recent = Recent<Int, Int>()
    recent[1] = 1
    for number in 0..<Recent<Int, Int>.capacity { recent[number + 10] = 0 }
    #expect(recent[1] == 1)
    #expect(!recent.hasForgotten)
    for number in 0..<3 * Recent<Int, Int>.capacity { recent[number + 100_000] = 0 }
    #expect(recent[11] == nil)
    #expect(recent.hasForgotten)
  }
}
