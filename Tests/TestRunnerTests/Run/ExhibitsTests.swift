internal import Foundation
internal import Frames
internal import Machine
internal import TestSupport
internal import Testing

@testable internal import TestRunner

@Suite struct ExhibitsTests {
  @Test func `a folder without anything gives nothing`() throws {
    let folder = try TemporaryFolder()
    #expect(Exhibits(folder: folder.path) == Exhibits())
  }

  @Test func `keeps the last lines, each as far as a report can hold`() throws {
    let folder = try TemporaryFolder()
    let lines =
      (0..<1000).map { "line \($0)" } + [String(repeating: "x", count: 9000), "\u{1b}[2J"]
    try folder.write(lines.joined(separator: "\n"), to: "console.log")
    let console = Exhibits(folder: folder.path).console
    #expect(console.count == Exhibits.maximumLineCount)
    #expect(console.last == "\\x1b[2J")
    #expect(console.allSatisfy { $0.count <= Exhibits.maximumLineLength })
  }

  @Test func `shows the end of a console that is longer than anybody keeps`() throws {
    let folder = try TemporaryFolder()
    var text = String(repeating: "talk\n", count: 150_000)
    text += "panic: \(String(repeating: "long ", count: 5000))\nthe end\n"
    try folder.write(text, to: "console.log")
    let console = Exhibits(folder: folder.path).console
    #expect(console.count == Exhibits.maximumLineCount)
    #expect(console.last == "the end" && console.contains { $0.hasPrefix("panic: long") })
    #expect(console.allSatisfy { $0 == "talk" || $0.contains("long") || $0 == "the end" })
  }

  @Test func `shows packets as the test judged them`() throws {
    let folder = try TemporaryFolder()
    var settings = WireSettings()
    settings.waived = [.ipv4Header: "for this test"]
    settings.judged = .host
    var network = MachineNetwork()
    network.guest = try #require(IPv4Address("10.0.0.43"))
    network.guestMAC = network.hostMAC
    let watched = WatchedWire(settings, network, seed: 1, folder: RunFolder(path: folder.path))
    let record = try #require(watched.wire.record)
    // A request for an address, from the guest's own one.
    var frame = [UInt8](repeating: 0xff, count: 6) + network.guestMAC.bytes + [8, 6]
    frame += [0, 1, 8, 0, 6, 4, 0, 1] + network.guestMAC.bytes + [10, 0, 0, 43]
    frame += [0, 0, 0, 0, 0, 0, 10, 0, 0, 1]
    for place in CaptureLog.Place.allCases {
      frame.withUnsafeBytes {
        record.take(SeenFrame(.fromGuest, at: 1000, ByteView($0)), at: place)
      }
    }
    record.finish()
    #expect(record.checker.findings.isEmpty && record.checker.guestFrameCount == 1)
    let line = "0.000000 < arp asks for 10.0.0.1, tell 10.0.0.43"
    #expect(Exhibits(folder: folder.path).packets == ["1 \(line)", "2 \(line)"])
  }

  @Test func `whatever the files hold, a report can be made`() throws {
    let folder = try TemporaryFolder()
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<50 {
      for name in ["console.log", "net.pcapng", "profile.svg"] {
        let bytes = Data(generator.bytes(upTo: 3000))
        try bytes.write(to: URL(filePath: "\(folder.path)/\(name)"))
      }
      let exhibits = Exhibits(folder: folder.path)
      #expect(exhibits.packets.isEmpty)
    }
  }
}
