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

  @Test func `keeps what begins after the last frame, and says where frames are missing`() throws {
    let file = File()
    let record = LinkRecord(
      Observer().checker, log: CaptureLog(limit: 1 << 16) { file.bytes += $0 })
    take(record, Build.arp(reply: false), .fromGuest, at: 5_000)
    record.noteMissing(3)
    take(record, Build.arp(reply: false), .fromGuest, at: 6_000)
    take(record, Build.arp(reply: false), .fromGuest, at: 6_500)
    record.mark("step 2: wait", at: 7_000)
    record.mark("step 3: end", at: 8_000)
    record.finish()
    record.finish()
    var marks: [String] = []
    var comments: [[String]] = []
    try PcapngReader.read(
      file.bytes,
      note: { if case .mark(let time, let text) = $0 { marks.append("\(time) \(text)") } },
      { comments.append($0.comments) })
    #expect(marks == ["7000 step 2: wait", "8000 step 3: end"])
    #expect(comments == [[], ["3 frames before this one were not seen"], []])
  }

  @Test func `cards share a capture, in which each has its rules and its frames`() throws {
    let file = File()
    let rules = [
      CardRules(Observer().checker.guest, waiving: [.udpChecksum]),
      CardRules(Observer().checker.guest),
    ]
    let log = CaptureLog(limit: 1 << 16, cards: rules) { file.bytes += $0 }
    let records = rules.enumerated().map { LinkRecord($1.checker, card: $0, log: log) }
    let bad = Build.udpFrame([1]).with(40, 1)
    take(records[0], bad, .fromGuest, at: 5_000)
    take(records[1], bad, .fromGuest, at: 4_000)
    take(records[0], bad, .fromGuest, at: 6_000)
    for record in records { record.finish() }
    #expect(records[0].checker.findings.isEmpty)
    #expect(records[1].checker.findings.map(\.frame) == [2], "its number in the capture")
    var found: [CardRules?] = []
    var cards: [Int] = []
    try PcapngReader.read(
      file.bytes, note: { if case .interface(let rules) = $0 { found.append(rules) } },
      { cards.append($0.card) })
    #expect(found == [rules[0], rules[0], rules[1]])
    #expect(cards == [0, 1, 0])
    var lines: [String] = []
    let review = try CaptureReview(of: file.bytes, guest: Observer().checker.guest) {
      lines.append($0)
    }
    #expect(review.findings == records[1].checker.findings)
    #expect(review.guestFrameCount == 3 && lines[1].hasPrefix("2 -0.000001 < "))
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
