internal import TestSupport
internal import Testing

@testable internal import Profiler

@Suite struct RecordingDecoderTests {
  private let bytes = SampleProfiles.recording.fileBytes

  @Test func `reads what was written`() throws {
    let recording = try Recording(fileBytes: bytes, name: "a")
    #expect(recording == SampleProfiles.recording)
  }

  @Test func `refuses what is no recording`() {
    #expect(throws: ProfilerError.self) { try Recording(fileBytes: [], name: "a") }
    #expect(throws: ProfilerError.self) {
      try Recording(fileBytes: Array("dns;answer 12\n".utf8), name: "a")
    }
  }

  @Test func `refuses another version`() throws {
    var later = bytes
    later[8] = 3
    let error = #expect(throws: ProfilerError.self) {
      try Recording(fileBytes: later, name: "a")
    }
    #expect(error?.reason.contains("version 3") == true)
  }

  @Test func `reads every cut as far as it is whole`() {
    var counts: Set<Int> = []
    for count in 0..<bytes.count {
      guard let part = try? Recording(fileBytes: Array(bytes[..<count]), name: "a") else {
        continue
      }
      #expect(part.isCutShort)
      counts.insert(part.entries.count)
    }
    #expect(counts == [0, SampleProfiles.recording.entries.count])
  }

  @Test(arguments: UInt64(0)..<8) func `survives changed bytes`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<400 {
      var damaged = bytes
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        damaged[generator.below(damaged.count)] = UInt8(truncatingIfNeeded: generator.next())
      }
      guard let part = try? Recording(fileBytes: damaged, name: "a") else { continue }
      // What the checksums let pass is part of what was written.
      #expect(part.entries.allSatisfy { $0.stack < part.stacks.count })
    }
  }

  @Test(arguments: UInt64(0)..<8) func `survives wrong chunks with right checksums`(seed: UInt64) {
    var generator = SeededGenerator(seed: 100 + seed)
    for round in 0..<400 {
      var damaged = Array(bytes[..<RecordingFormat.headerByteCount])
      var cursor = ByteCursor(bytes[RecordingFormat.headerByteCount...])
      while let kind = cursor.byte(), let length = cursor.littleEndian(UInt32.self),
        var payload = cursor.take(Int(length)).map({ Array($0) })
      {
        _ = cursor.take(4)
        if !payload.isEmpty, generator.below(3) == 0 {
          payload[generator.below(payload.count)] = UInt8(truncatingIfNeeded: generator.next())
        }
        var writer = ByteWriter()
        writer.add(kind)
        writer.add(littleEndian: UInt32(payload.count))
        writer.add(payload)
        writer.add(littleEndian: checksum(writer.bytes[...]))
        damaged += writer.bytes
      }
      guard let part = try? Recording(fileBytes: damaged, name: "a") else { continue }
      #expect(part.entries.allSatisfy { $0.stack < part.stacks.count })
      let profile = ProfileBuilder(nil).build(part)
      if round % 40 == 0 { Outputs.makeAll(of: profile) }
    }
  }
}
