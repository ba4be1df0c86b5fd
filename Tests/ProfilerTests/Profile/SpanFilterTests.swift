internal import Testing

@testable internal import Profiler

@Suite struct SpanFilterTests {
  /// Samples each 10 ns; stretches of work of 30, 100 and 200 ns among them.
  private let profile: Profile = {
    var profile = SampleProfiles.profile([("boot;work", [UInt64](repeating: 10, count: 100))])
    profile.names = ["", "parse", "answer"]
    for (end, length, name, label) in [(200, 30, 1, 0), (500, 100, 2, 7), (520, 200, 1, 9)] {
      profile.samples.append(
        Profile.Sample(
          stack: 0, time: UInt64(end), weight: UInt64(length), kind: .span, label: UInt64(label),
          name: name))
    }
    for index in profile.samples.indices where profile.samples[index].kind == .time {
      profile.samples[index].label = profile.samples[index].time % 20 == 0 ? 7 : 9
    }
    return profile
  }()

  private func times(_ pattern: String?, least: UInt64 = 0) throws -> [UInt64] {
    var filter = SpanFilter()
    filter.pattern = try pattern.map { text in try NamePattern(text) }
    filter.least = least
    return filter.apply(to: profile).filter { $0.kind == .time }.map(\.time)
  }

  @Test func `lets through what lies in a stretch of work`() throws {
    #expect(try times("nothing").isEmpty)
    // The label of the second one is 7.
    #expect(try times("answer") == [400, 420, 440, 460, 480])
    #expect(try times("parse", least: 40).allSatisfy { $0 % 20 == 10 && (320..<520).contains($0) })
  }

  @Test func `goes by how long they took`() throws {
    #expect(try times(nil, least: 31).min() ?? 0 >= 320)
    #expect(try times(nil).prefix(3) == [170, 180, 190])
    #expect(try times(nil, least: 201).isEmpty)
  }

  /// Samples each 10 ns without spans, of tasks as a line of text has them: `a` and `A` are two
  /// runs of one task, a space is nobody's.
  private func runs(_ text: String, least: UInt64) -> [Int] {
    let weights = [UInt64](repeating: 10, count: text.count)
    var profile = SampleProfiles.profile([("boot;work", weights)])
    for (index, sign) in text.utf8.enumerated() where sign != 0x20 {
      profile.samples[index].label = 1 << 63 | UInt64(sign & 31)
      profile.samples[index].run = UInt32(sign)
    }
    var filter = SpanFilter()
    filter.least = least
    return filter.apply(to: profile).map { Int($0.time) / 10 - 1 }
  }

  @Test func `goes by runs of tasks where nothing has a name`() {
    #expect(runs("aabbbb a  ", least: 0) == [0, 1, 2, 3, 4, 5, 7])
    #expect(runs("aabbbb a  ", least: 20) == [0, 1, 2, 3, 4, 5])
    #expect(runs("aabbbb a  ", least: 21) == [2, 3, 4, 5])
    #expect(runs("aabbbb a  ", least: 41).isEmpty)
  }

  @Test func `tells runs of one task apart`() {
    #expect(runs("aaAAAaa", least: 30) == [2, 3, 4])
    #expect(runs("aaAAA aaaa", least: 30) == [2, 3, 4, 6, 7, 8, 9])
  }

  @Test func `does not go by runs where spans have names, or are asked for`() throws {
    #expect(try times(nil, least: 500).isEmpty, "all samples of label 7 or 9 might be a run")
    var filter = SpanFilter()
    filter.pattern = try NamePattern("parse")
    var nameless = profile
    nameless.samples.removeAll { $0.kind == .span }
    #expect(filter.apply(to: nameless).isEmpty)
  }
}
