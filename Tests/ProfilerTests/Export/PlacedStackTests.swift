internal import Testing

@testable internal import Profiler

@Suite struct PlacedStackTests {
  @Test func `joins what is inlined at one address`() {
    var profile = SampleProfiles.profile([("main;called;inner+", [1]), ("main;other+", [1])])
    let places = { PlacedStack(profile.stacks[0], of: profile).places.map(Array.init) }
    #expect(places().count == 3)
    let called = profile.stacks[0][1]
    profile.frames[profile.stacks[0][2]].address = profile.frames[called].address
    #expect(places() == [[profile.stacks[0][0]], Array(profile.stacks[0][1...])])
    #expect(PlacedStack([], of: profile).places.isEmpty)
  }

  @Test func `sums up samples that are alike`() {
    var profile = SampleProfiles.profile([("main;a", [1, 2, 3]), ("main;b", [4])])
    profile.samples[1].label = 9
    let sums = profile.sums()
    #expect(sums.map(\.count) == [2, 1, 1])
    #expect(sums.map(\.weight) == [4, 2, 4])
    #expect(profile.text(ofLabel: 9) == "9")
    // What the run loop has set.
    #expect(profile.text(ofLabel: 1 << 63 | 12) == "task 12")
  }
}
