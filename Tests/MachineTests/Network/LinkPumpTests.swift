internal import Frames
internal import Testing

@testable internal import Machine

@Suite struct LinkPumpTests {
  /// Sends questions from QEMU's end until some answers have come back, or none come any more.
  private func answers(
    to count: Int, _ settings: LinkSettings, _ record: LinkRecord
  ) throws -> Int {
    let namespace = try NetworkNamespace()
    defer { namespace.end() }
    let tap = try namespace.makeLink(MachineNetwork())
    let pump = try LinkPump(BadLink(settings, seed: 1), host: tap, record: record)
    let qemu = try #require(pump.qemuEnd)
    qemu.setNonBlocking()
    let loop = EventLoop()
    pump.start(on: loop)
    var found = 0
    for _ in 0..<count { qemu.writeAll(TestWire.question) }
    while try loop.run(until: .now + .milliseconds(300)) {
      while qemu.readAvailable() != nil { found += 1 }
      if found == count { break }
    }
    return found
  }

  @Test func `carries frames both ways`() throws {
    let record = TestWire.record()
    #expect(try answers(to: 5, LinkSettings(), record) == 5)
    #expect(record.frameCount == 10)
    #expect(record.checker.findings.isEmpty)
  }

  @Test func `loses what the link loses, and tells the record`() throws {
    var settings = LinkSettings()
    var rule = LinkRule(.drop, FramePattern())
    rule.pattern.direction = .fromGuest
    rule.choice = .only(2)
    settings.rules = [rule]
    let record = TestWire.record()
    #expect(try answers(to: 3, settings, record) == 2)
    #expect(record.lastLines.contains { $0.hasSuffix("[lost by a rule]") })
  }

  @Test func `delivers what is delayed`() throws {
    var settings = LinkSettings()
    settings.fromGuest.delay = 20_000_000
    settings.toGuest.delay = 20_000_000
    let start = ContinuousClock.now
    #expect(try answers(to: 2, settings, TestWire.record()) == 2)
    #expect(.now - start >= .milliseconds(40))
  }

  @Test func `takes nothing more once another carries the link, and keeps nothing back`() throws {
    var settings = LinkSettings()
    settings.toGuest.delay = 60_000_000_000
    let namespace = try NetworkNamespace()
    defer { namespace.end() }
    let tap = try namespace.makeLink(MachineNetwork())
    let pump = try LinkPump(BadLink(settings, seed: 1), host: tap, record: TestWire.record())
    let qemu = try #require(pump.qemuEnd)
    qemu.setNonBlocking()
    let loop = EventLoop()
    pump.start(on: loop)
    qemu.writeAll(TestWire.question)
    for _ in 0..<3 { _ = try loop.run(until: .now + .milliseconds(100)) }
    #expect(qemu.readAvailable() == nil, "the answer waits for a minute")
    pump.stop(on: loop)
    #expect(qemu.readAvailable() != nil)
    qemu.writeAll(TestWire.question)
    _ = try loop.run(until: .now + .milliseconds(100))
    #expect(pump.legacy.guest.readAvailable()?.elementsEqual(TestWire.question) == true)
  }

  @Test func `shows what comes out at the host's end to who judges there`() throws {
    var settings = LinkSettings()
    settings.fromGuest.corruption = 1
    let (near, far) = (TestWire.record(), TestWire.record(at: .host))
    _ = try answers(to: 8, settings, near)
    _ = try answers(to: 8, settings, far)
    #expect(near.checker.findings.isEmpty)
    #expect(!far.checker.findings.isEmpty)
  }
}
