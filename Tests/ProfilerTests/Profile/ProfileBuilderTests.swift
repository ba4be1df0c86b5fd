internal import Foundation
internal import Profiler
internal import Symbols
internal import TestSupport
internal import Testing

@Suite struct ProfileBuilderTests {
  /// The image that the symboliser's tests read.
  private var imagePath: String {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "SymbolsTests/Fixtures/image/image.elf").path
  }

  private func names(_ profile: Profile, _ stack: Int) -> [String] {
    profile.stacks[stack].map { profile.function(of: $0).name }
  }

  @Test func `shows addresses without an image`() {
    let profile = ProfileBuilder(nil).build(SampleProfiles.recording)
    #expect(names(profile, 0) == ["0x2fff", "0x1fff", "0x1000"])
    #expect(profile.samples.count == 6)
    // Where the processor is halted, the instruction is the one before.
    #expect(names(profile, 1) == ["0x2fff", "0x1fff", "0x10ff"])
  }

  @Test func `marks what an interrupt did, and what is missing`() {
    let profile = ProfileBuilder(nil).build(SampleProfiles.recording)
    // What was interrupted is an instruction, not a return address.
    #expect(
      names(profile, 2) == ["0x2fff", "0x1fff", "0x1000", "[interrupt]", "0x40ff", "0x4000"])
    let roles = profile.stacks[2].map { profile.frames[$0].role }
    #expect(roles == [.code, .code, .code, .mark, .interrupt, .interrupt])
    #expect(names(profile, 3) == ["[truncated: deeper than a sample holds]", "0x1000"])
  }

  @Test func `names functions, inlined ones too`() throws {
    let symboliser = try Symboliser(path: imagePath)
    let symbols = symboliser.symbols.symbols.filter { $0.isFunction && $0.byteCount > 8 }
    var recording = Recording(header: SampleProfiles.header)
    for symbol in symbols {
      for offset in 0..<symbol.byteCount {
        recording.append(
          Sample(time: 0, weight: 1, addresses: [symbol.address.rawValue + offset]))
      }
    }
    let profile = ProfileBuilder(symboliser).build(recording)
    #expect(profile.frames.contains { $0.isInlined && $0.line > 0 })
    for stack in profile.stacks {
      let outermost = try #require(stack.first)
      #expect(!profile.frames[outermost].isInlined)
    }
  }

  @Test func `says where frame pointers lead past the caller`() throws {
    let symboliser = try Symboliser(path: imagePath)
    let symbol = try #require(symboliser.symbols.symbol(named: "$e7Fixture7ServiceC5startyySiF"))
    let start = symbol.address.rawValue
    // It begins with a push of one byte and a move of three.
    #expect(
      (0...4).map { symboliser.hasFrame(at: LinkAddress(start + $0)) == true }
        == [false, false, false, false, true])
    var recording = Recording(header: SampleProfiles.header)
    let main = try #require(symboliser.symbols.symbol(named: "main")).address.rawValue + 8
    for offset in [UInt64(0), 4] {
      recording.append(Sample(time: 0, weight: 1, addresses: [start + offset, main]))
    }
    let profile = ProfileBuilder(symboliser).build(recording)
    #expect(names(profile, 0).contains("[caller unknown]"))
    #expect(!names(profile, 1).contains("[caller unknown]"))
    #expect(HealthReport.lines(profile)[2].contains("1 without their direct caller"))
    recording.header.source.origin = "outside"
    #expect(!names(ProfileBuilder(symboliser).build(recording), 0).contains("[caller unknown]"))
  }

  @Test func `goes on where a recording has grown`() {
    let builder = ProfileBuilder(nil)
    var recording = SampleProfiles.recording
    let first = builder.build(recording)
    recording.append(Sample(time: 9000, weight: 1, addresses: [0x7777]))
    let second = builder.build(recording)
    #expect(second.samples.count == first.samples.count + 1)
    #expect(second.stacks.prefix(first.stacks.count) == first.stacks[...])
    #expect(names(second, second.stacks.count - 1) == ["0x7777"])
  }

  @Test func `takes the label of a task apart`() {
    var recording = Recording(header: SampleProfiles.header)
    for label in [7, 0x8000_0005_0000_0029, 0x8000_0006_0000_0029] as [UInt64] {
      recording.append(Sample(time: 1, weight: 1, label: label, addresses: [0x7777]))
    }
    let samples = ProfileBuilder(nil).build(recording).samples
    #expect(samples.map(\.label) == [7, 1 << 63 | 41, 1 << 63 | 41] as [UInt64])
    #expect(samples.map(\.run) == [0, 5, 6])
  }

  @Test func `refuses another build of the image`() {
    let error = #expect(throws: ProfilerError.self) {
      try Symboliser.image(of: SampleProfiles.header, at: imagePath)
    }
    #expect(error?.reason.contains("another build") == true)
    #expect(error?.advice.contains("--image") == true)
  }

  @Test func `takes the build that was recorded`() throws {
    var header = SampleProfiles.header
    header.buildIdentity = try ImageFile(path: imagePath).buildIdentity ?? ""
    _ = try Symboliser.image(of: header, at: imagePath)
  }
}
