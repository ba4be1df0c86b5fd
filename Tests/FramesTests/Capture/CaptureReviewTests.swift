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
