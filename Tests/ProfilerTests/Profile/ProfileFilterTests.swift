internal import Profiler
internal import Testing

@Suite struct ProfileFilterTests {
  private func stacks(_ change: (inout ProfileFilter) throws -> Void) rethrows -> [String] {
    var filter = ProfileFilter()
    try change(&filter)
    let profile = filter.apply(to: SampleProfiles.service)
    return Set(profile.samples.map(\.stack)).sorted().map { stack in
      profile.stacks[stack].map { profile.function(of: $0).name }.joined(separator: ";")
    }
  }

  @Test func `leaves idle time out`() {
    #expect(stacks { $0.contexts = [.idle] } == ["boot;Kernel.run;Kernel.idle"])
    #expect(stacks { $0.contexts = [.busy] }.count == 5)
  }

  @Test func `goes by names`() throws {
    let sum = try stacks { $0.focus = try NamePattern("sum$") }
    #expect(sum == ["boot;Kernel.run;DNS.answer;Wire.sum"])
    #expect(try stacks { $0.ignore = try NamePattern("DNS") }.count == 2)
    let roots = try stacks { $0.root = try NamePattern("^DNS") }
    #expect(roots.first == "DNS.answer;Wire.sum")
    #expect(roots.last == "DNS.answer;DNS.answer")
    let hidden = try stacks { $0.hide = try NamePattern("Kernel|boot") }
    #expect(hidden.first == "DNS.answer;Wire.sum")
  }

  @Test func `leaves inlined functions out`() {
    #expect(stacks { $0.showsInlined = false }.first == "boot;Kernel.run;DNS.answer")
  }

  @Test func `goes by label and time`() {
    var profile = SampleProfiles.service
    profile.labels = [3: "slow"]
    profile.samples[0].label = 3
    var filter = ProfileFilter()
    filter.labels = ["slow"]
    #expect(filter.apply(to: profile).samples.count == 1)
    filter.labels = ["3"]
    #expect(filter.apply(to: profile).samples.count == 1)
    profile.samples[0].label = 1 << 63 | 4
    filter.labels = ["task 4"]
    #expect(filter.apply(to: profile).samples.count == 1)
    filter.labels = ["fast"]
    #expect(filter.apply(to: profile).samples.isEmpty)
    filter.labels = []
    filter.times = 0...500
    #expect(filter.apply(to: profile).samples.count == 2)
  }

  @Test func `refuses what is no expression`() {
    #expect(throws: ProfilerError.self) { try NamePattern("(") }
  }
}
