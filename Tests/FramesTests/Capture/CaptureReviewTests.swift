internal import Testing

@testable internal import Frames

@Suite struct CaptureReviewTests {
  @Test func `finds in a file what was found on the wire`() throws {
    var file: [UInt8] = []
    let record = LinkRecord(Observer().checker, log: CaptureLog(limit: 1 << 16) { file += $0 })
    for bytes in [Build.arp(reply: false), Build.udpFrame([1]).with(40, 1), Build.udpFrame([2])] {
      bytes.withUnsafeBytes { record.take(SeenFrame(.fromGuest, at: 7000, ByteView($0))) }
    }
    record.finish()
    var lines: [String] = []
    let review = try CaptureReview(of: file, guest: Observer().checker.guest) { lines.append($0) }
    #expect(review.findings == record.checker.findings)
    #expect(review.frameCount == 3)
    #expect(review.guestFrameCount == 3)
    #expect(review.badFrameCount == 1)
    #expect(lines[0] == "1 0.000000 < arp asks for 10.0.0.1, tell 10.0.0.42")
    #expect(lines[1].contains("[udp-checksum: the checksum should be"))
  }

  @Test func `judges by the rules that stand in the file, at the end where they were`() throws {
    var file: [UInt8] = []
    let other = GuestIdentity(
      hardwareAddress: [2, 0, 0, 0, 0, 1], addresses: [0x0a01_0203], prefixLength: 8)
    let guest = Observer().checker.guest
    let rules = CardRules(guest, waiving: [.udpChecksum], at: .host)
    let log = CaptureLog(limit: 1 << 16, cards: [rules]) { file += $0 }
    let record = LinkRecord(rules.checker, at: .host, log: log)
    let bytes = Build.udpFrame([1]).with(40, 1)
    for place in CaptureLog.Place.allCases {
      bytes.withUnsafeBytes {
        record.take(SeenFrame(.fromGuest, at: 7000, ByteView($0)), at: place)
      }
    }
    record.mark("step 2: the end", at: 9_000)
    record.finish()
    #expect(record.checker.findings.isEmpty)
    var lines: [String] = []
    let review = try CaptureReview(of: file, guest: other) { lines.append($0) }
    #expect(review.findings.isEmpty)
    #expect(review.guestFrameCount == 1, "only what came out at the host's end")
    #expect(lines.count == 3 && lines[2] == "0.000002 [step 2: the end]")
    let nearer = try CaptureReview(of: file, guest: other, at: .guest)
    #expect(nearer.guestFrameCount == 1 && nearer.findings.isEmpty)
  }

  @Test func `knows from the file where frames were not seen`() throws {
    var file: [UInt8] = []
    let record = LinkRecord(Observer().checker, log: CaptureLog(limit: 1 << 16) { file += $0 })
    record.noteMissing(1)
    // The answer to a request that nobody saw.
    let answer = Build.echo(reply: true, [1])
    answer.withUnsafeBytes { record.take(SeenFrame(.fromGuest, at: 7000, ByteView($0))) }
    record.finish()
    #expect(record.checker.findings.isEmpty)
    #expect(try CaptureReview(of: file, guest: Observer().checker.guest).findings.isEmpty)
  }

  @Test func `knows from the file when the cable was cut`() throws {
    var file: [UInt8] = []
    let record = LinkRecord(Observer().checker, log: CaptureLog(limit: 1 << 16) { file += $0 })
    func take(_ direction: SeenFrame.Direction, at time: UInt64, _ bytes: [UInt8]) {
      bytes.withUnsafeBytes { record.take(SeenFrame(direction, at: time, ByteView($0))) }
    }
    take(.toGuest, at: 1000, Build.tcp(.syn, 500, fromGuest: false))
    take(.fromGuest, at: 2000, Build.tcp([.syn, .ack], 1000, 501))
    take(.toGuest, at: 3000, Build.tcp(.ack, 501, 1001, fromGuest: false))
    record.noteCut(at: 4000)
    take(.fromGuest, at: 5000, Build.tcp(.ack, 1010, 501, [1]))
    record.finish()
    #expect(record.checker.findings == [])
    let review = try CaptureReview(of: file, guest: Observer().checker.guest)
    #expect(review.findings == [])
    #expect(review.guestFrameCount == 2)
  }
}
