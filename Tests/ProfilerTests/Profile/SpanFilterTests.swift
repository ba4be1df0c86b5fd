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
}
