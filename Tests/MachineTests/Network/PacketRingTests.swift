internal import Frames
internal import Testing

@testable internal import Machine

@Suite struct PacketRingTests {
  @Test func `sees frames of both ways, in order`() throws {
    let namespace = try NetworkNamespace()
    defer { namespace.end() }
    let tap = try namespace.makeLink(MachineNetwork())
    let ring = try PacketRing(in: namespace, hasHeaders: false)
    let record = TestWire.record()
    ring.moveAll(to: record)
    #expect(record.frameCount == 0)
    // A guest asks for the host's address, and the host answers.
    tap.writeAll(TestWire.question)
    ring.moveAll(to: record)
    #expect(record.lastLines.count == 2)
    #expect(record.lastLines.first?.hasSuffix("< arp asks for 10.0.0.1, tell 10.0.0.42") == true)
    #expect(record.lastLines.last?.hasSuffix("> arp 10.0.0.1 is at 52:54:00:00:00:01") == true)
    #expect(record.checker.findings.isEmpty)
    #expect(record.missedCount == 0)
  }

  @Test func `sees a frame that is broken`() throws {
    let namespace = try NetworkNamespace()
    defer { namespace.end() }
    let tap = try namespace.makeLink(MachineNetwork())
    let ring = try PacketRing(in: namespace, hasHeaders: false)
    let record = TestWire.record()
    var frame = TestWire.question
    frame[21] = 9
    tap.writeAll(frame)
    ring.moveAll(to: record)
    #expect(record.checker.findings.map(\.rule) == [.arpFormat])
  }
}

/// What tests of the wire need.
enum TestWire {
  /// The guest asks for the host's address.
  static let question: [UInt8] =
    [UInt8](repeating: 0xff, count: 6) + [0x52, 0x54, 0, 0, 0, 0x42, 8, 6, 0, 1, 8, 0, 6, 4, 0, 1]
    + [0x52, 0x54, 0, 0, 0, 0x42, 10, 0, 0, 42, 0, 0, 0, 0, 0, 0, 10, 0, 0, 1]

  static func record(at place: CaptureLog.Place = .guest) -> LinkRecord {
    let network = MachineNetwork()
    let guest = GuestIdentity(
      hardwareAddress: network.guestMAC.bytes, addresses: [network.guest.value],
      prefixLength: network.prefixLength)
    return LinkRecord(FrameChecker(guest: guest), at: place, log: nil)
  }
}
