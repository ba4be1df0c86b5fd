internal import Testing

@testable internal import Frames

@Suite struct LinkRecordTests {
  private final class File { var bytes: [UInt8] = [] }

  private func take(
    _ record: LinkRecord, _ bytes: [UInt8], _ direction: SeenFrame.Direction, at time: UInt64,
    place: CaptureLog.Place = .guest, remarks: [String] = []
  ) {
    bytes.withUnsafeBytes { buffer in
      record.take(SeenFrame(direction, at: time, ByteView(buffer)), at: place, remarks: remarks)
    }
  }

  @Test func `keeps frames, steps and findings together`() throws {
    let file = File()
    let log = CaptureLog(limit: 1 << 16) { file.bytes += $0 }
    let record = LinkRecord(Observer().checker, log: log)
    take(record, Build.arp(reply: false), .fromGuest, at: 5_000)
    record.mark("step 1: look", at: 6_000)
    take(record, Build.udpFrame([1]).with(40, 1), .fromGuest, at: 2_005_000, remarks: ["lost"])
    record.finish()
    var comments: [[String]] = []
    try PcapngReader.read(file.bytes) { comments.append($0.comments) }
    #expect(comments[0] == [])
    #expect(comments[1].first == "lost")
    #expect(comments[1].dropFirst().first?.hasPrefix("udp-checksum: the") == true)
    #expect(comments[1].last == "step 1: look")
    #expect(record.lastLines[0] == "1 0.000000 < arp asks for 10.0.0.1, tell 10.0.0.42")
    #expect(record.lastLines[1].hasPrefix("2 0.002000 < 10.0.0.42:7 > 10.0.0.1:5000 udp 1 bytes ["))
  }

  @Test func `judges at the end that it is told to`() {
    let bad = Build.udpFrame([1]).with(40, 1)
    for place in CaptureLog.Place.allCases {
      let record = LinkRecord(Observer().checker, at: place, log: nil)
      take(record, bad, .fromGuest, at: 1, place: .guest)
      #expect(record.checker.badFrameCount == (place == .guest ? 1 : 0))
      take(record, bad, .fromGuest, at: 2, place: .host)
      #expect(record.checker.badFrameCount == 1)
    }
  }

  @Test func `does not learn from what never came to the guest`() {
    let record = LinkRecord(Observer().checker, log: nil)
    take(record, Build.echo(reply: false, [1]), .toGuest, at: 1, place: .host)
    take(record, Build.echo(reply: true, [1]), .fromGuest, at: 2)
    #expect(record.checker.findings.map(\.rule) == [.icmpEcho])
  }

  @Test func `shows only the last packets, and counts what was missed`() {
    let record = LinkRecord(Observer().checker, log: nil)
    for time in 1...100 { take(record, Build.udpFrame([1]), .fromGuest, at: UInt64(time)) }
    #expect(record.lastLines.count == LinkRecord.lastCount)
    #expect(record.lastLines.last?.hasPrefix("100 ") == true)
    record.noteMissing(0)
    #expect(!record.checker.hasGaps)
    record.noteMissing(3)
    #expect(record.missedCount == 3)
    #expect(record.checker.hasGaps)
  }
}
