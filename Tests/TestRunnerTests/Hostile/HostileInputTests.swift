internal import Foundation
internal import Frames
internal import Machine
internal import TestSupport
internal import Testing

@testable internal import TestRunner

/// Nothing that comes from guests, files or people ends the runner or fills its memory.
///
/// Each loop has a seed; `HOSTILE_ROUNDS` makes all of them longer.
@Suite struct HostileInputTests {
  private static let rounds =
    ProcessInfo.processInfo.environment["HOSTILE_ROUNDS"].flatMap(Int.init) ?? 1

  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Every manifest of the integration tests.
  private static let manifests: [String] = {
    let tests = root.appending(path: "IntegrationTests").path
    let names = (FileManager.default.subpaths(atPath: tests) ?? []).filter {
      $0.hasSuffix("test.yaml")
    }
    return names.sorted().compactMap { Folder.readText("\(tests)/\($0)") }
  }()

  @Test func `manifests that were damaged are read or refused`() throws {
    try #require(Self.manifests.count > 100)
    var damage = Damage(seed: 11)
    var (readCount, refusedCount) = (0, 0)
    for _ in 0..<(1500 * Self.rounds) {
      let text = damage.damaged(text: Self.manifests[damage.chance.below(Self.manifests.count)])
      do {
        let manifest = try ManifestReader.read(text, path: "test.yaml")
        _ = manifest.forReference()
        _ = manifest.steps.map(\.title)
        readCount += 1
      } catch {
        // What is refused is refused with words.
        #expect(!error.problems.isEmpty && error.description.utf8.count < 1 << 20)
        refusedCount += 1
      }
    }
    #expect(readCount > 10 && refusedCount > 10)
  }

  @Test(arguments: [
    String(repeating: "[", count: 200_000), String(repeating: "{a: ", count: 100_000),
    String(repeating: "- ", count: 100_000), "a: &a [*a]", "&a [*a, *a]", "\u{0}", "\u{feff}{}",
    "steps: " + String(repeating: "[", count: 900) + String(repeating: "]", count: 900),
    "steps:\n- repeat: {times: 1, steps: [" + String(repeating: "ping: 1, ", count: 20_000) + "]}",
    "%YAML 9.9\n---\n{}", "--- {}\n--- {}", "!!binary x", "? [a]\n: b", "<<: {memory: 3}",
  ])
  func `manifests that no person writes are refused in time`(text: String) {
    let start = ContinuousClock.now
    _ = try? ManifestReader.read(text, path: "test.yaml")
    _ = ManifestReader.readStep(text, of: Manifest())
    #expect(ContinuousClock.now - start < .seconds(60))
  }

  @Test func `names for names do not multiply`() {
    var text = "a0: &a0 [x, x]\n"
    for level in 1...40 {
      text += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n"
    }
    #expect(throws: InvalidManifest.self) {
      try ManifestReader.read(text + "steps: *a40\n", path: "test.yaml")
    }
  }

  @Test func `a console of noise stays within its limits`() {
    var damage = Damage(seed: 12)
    var log = ConsoleLog()
    for round in 0..<(400 * Self.rounds) {
      let bytes: [UInt8] =
        switch round % 4 {
        case 0: damage.chance.bytes(upTo: 9000)
        case 1: [UInt8](repeating: 0x41, count: 100_000)
        case 2: Array("\u{1b}[2J\u{1b}]0;title\u{7}\r\r\n\u{202e}\u{0}".utf8)
        default: [UInt8](repeating: 10, count: 3000)
        }
      for line in log.take(bytes) {
        #expect(line.unicodeScalars.count <= ConsoleLog.maximumLineByteCount)
        let shown = ConsoleText.visible(line)
        #expect(!shown.unicodeScalars.contains { $0.value < 32 && $0 != "\t" })
      }
    }
    #expect(log.lines.count <= ConsoleLog.maximumLineCount)
  }

  @Test func `a console without end is kept only so far`() {
    var log = ConsoleLog()
    let line = [UInt8](repeating: 0x78, count: 4000) + [10]
    for _ in 0..<10_000 { _ = log.take(line) }
    let byteCount = log.lines.reduce(0) { $0 + $1.utf8.count }
    #expect(byteCount <= ConsoleLog.maximumByteCount && byteCount > 1 << 20)
  }

  @Test func `records of noise stay within their limits`() {
    var damage = Damage(seed: 13)
    let records = GuestRecords()
    let valid = ReferenceGuest.readyBytes(MachineNetwork())
    for _ in 0..<(3000 * Self.rounds) {
      _ = records.take(damage.chance.below(2) == 0 ? damage.damaged(valid) : valid)
    }
    _ = records.take(damage.chance.bytes(upTo: 1 << 20))
    _ = records.finish()
    #expect(records.stalls.count <= GuestRecords.maximumStallCount)
    #expect(records.logTail.count <= GuestRecords.maximumLogLineCount)
  }

  @Test func `captures that were damaged are read or refused`() throws {
    var file: [UInt8] = []
    let guest = GuestIdentity(
      hardwareAddress: [0x52, 0x54, 0, 0, 0, 0x42], addresses: [0x0a00_002a], prefixLength: 24)
    let record = LinkRecord(
      FrameChecker(guest: guest), log: CaptureLog(limit: 1 << 16) { file += $0 })
    var damage = Damage(seed: 14)
    for _ in 0..<20 {
      let frame = damage.chance.bytes(upTo: 200)
      frame.withUnsafeBytes { record.take(SeenFrame(.fromGuest, at: 7, ByteView($0))) }
    }
    record.finish()
    try #require(file.count > 500)
    for _ in 0..<(1500 * Self.rounds) {
      var lineCount = 0
      _ = try? CaptureReview(of: damage.damaged(file), guest: guest) { _ in lineCount += 1 }
      #expect(lineCount < 1000)
    }
  }

  @Test func `lists and results that were damaged are read or refused`() {
    var damage = Damage(seed: 15)
    let list = "- {test: runner/x, reason: tried, until: 2999-01-01, verdict: hang}\n"
    let head =
      #"{"version":1,"shardNumber":1,"shardCount":1,"allNames":["a"],"names":["a"],"#
      + #""repetitionCount":1}"#
    for _ in 0..<(800 * Self.rounds) {
      _ = try? QuarantineReader.read(damage.damaged(text: list), path: "x", today: "2026-01-01")
      _ = try? ResultsFile(parsing: damage.damaged(text: head + "\n" + head + "\n"))
      _ = DurationHistory(parsing: damage.damaged(text: "12\ta b\n999999999999999999999\tc\n"))
      _ = JSONValue(parsing: damage.damaged(Array(head.utf8)))
    }
    _ = JSONValue(parsing: [UInt8](repeating: 0x5b, count: 500_000))
  }
}

/// Harms inputs in ways in which readers fail: bits, cuts, repetitions, and words of the language.
private struct Damage {
  var chance: SeededGenerator
  private static let words = [
    "[", "]", "{", "}", ": ", "- ", "\n", "&a ", "*a", "|\n", "\"", "'", "%", "!!", "\t", "---\n",
    "99999999999999999999", "-1", "0x7f", "1e999", "null", "~", "\u{0}", "\u{feff}", "é", "\\u0000",
    "[[[[[[[[", "repeat: {times: 1000000, steps: [ping: 1]}", "parallel: [", "scenario: {}",
  ]

  init(seed: UInt64) {
    chance = SeededGenerator(seed: seed)
  }

  mutating func damaged(_ input: [UInt8]) -> [UInt8] {
    var bytes = input
    for _ in 0...chance.below(4) where !bytes.isEmpty {
      let place = chance.below(bytes.count)
      let end = min(bytes.count, place + 1 + chance.below(40))
      switch chance.below(5) {
      case 0: bytes[place] ^= 1 << UInt8(chance.below(8))
      case 1: bytes[place] = UInt8(truncatingIfNeeded: chance.next())
      case 2: bytes.removeSubrange(place..<end)
      case 3: bytes.insert(contentsOf: bytes[place..<end], at: place)
      default: bytes.insert(contentsOf: Self.words[chance.below(Self.words.count)].utf8, at: place)
      }
    }
    return bytes
  }

  mutating func damaged(text: String) -> String {
    String(decoding: damaged(Array(text.utf8)), as: UTF8.self)
  }
}
