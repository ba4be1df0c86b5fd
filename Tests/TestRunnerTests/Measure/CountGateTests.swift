internal import Machine
internal import Testing

@testable internal import TestRunner

@Suite struct CountGateTests {
  private func gate(_ count: Int?) -> CountGate {
    var gate = CountGate()
    gate.test = "dns"
    gate.baseline["dns", "query"] = count
    return gate
  }

  private func step(within percent: Double = 1) -> MeasureStep {
    var step = MeasureStep(name: "query", span: .start)
    step.tolerancePercent = percent
    return step
  }

  @Test(arguments: [(1_000_000, 1.0), (1_010_000, 1), (990_000, 1), (1_500_000, 50)])
  func `what differs by no more than is allowed is the same`(count: Int, percent: Double) {
    guard case .same = gate(1_000_000).judge(count, step(within: percent)) else {
      Issue.record("\(count) counts as changed")
      return
    }
  }

  @Test func `a count that grew gives both numbers`() {
    let outcome = gate(3358).judge(3900, step())
    #expect(
      outcome
        == .changed("3,900 instructions, +16.14 % beside 3,358 of the baseline, allowed is 1.00 %"))
  }

  @Test func `one that shrank fails, too, and says what keeps it`() {
    guard case .changed(let reason) = gate(3358).judge(3000, step()) else {
      Issue.record("it passes")
      return
    }
    #expect(reason.contains("-10.66 %") && reason.hasSuffix("--update-baseline keeps what was won"))
  }

  @Test func `nothing is no measurement, not even for a new baseline`() {
    var updating = gate(3358)
    updating.isUpdating = true
    #expect(updating.judge(0, step()) == .changed("the guest executed no instruction"))
    #expect(updating.judge(9, step()) == .same("9 instructions, before 3,358"))
  }

  @Test(arguments: [(Int.max, 1), (1, Int.max), (Int.min, 1), (Int.max, 0)])
  func `no number is too large to be judged`(count: Int, known: Int) {
    guard case .changed = gate(known).judge(count, step(within: 99)) else {
      Issue.record("it passes")
      return
    }
  }

  @Test func `what nobody has looked at fails`() {
    guard case .changed(let reason) = gate(nil).judge(1234, step()) else {
      Issue.record("it passes")
      return
    }
    #expect(reason.contains("no baseline"))
  }

  @Test func `the median does not mind a round in which something else happened`() {
    #expect(CountGate.median([5, 900, 5, 6, 5]) == 5)
    #expect(CountGate.median([4, 2]) == 2 && CountGate.median([]) == 0)
  }

  @Test func `counts of another machine or image are not compared`() {
    let service = ServiceFolder(path: "/p/IntegrationTests/dns", packageRoot: "/p")
    var test = TestCase(service: service, manifest: .success(Manifest()), machine: .microvm)
    func excuse(_ adjust: (inout RunOptions) -> Void) -> String? {
      var options = RunOptions()
      adjust(&options)
      var manifest = Manifest()
      manifest.configuration = .release
      return CountGate(test, manifest, options, baseline: CountBaseline()).excuse
    }
    #expect(excuse { _ in } == nil && excuse { $0.machine = .microvm } == nil)
    #expect(excuse { $0.isRecorded = true } != nil)
    #expect(excuse { $0.machine = .pc } != nil && excuse { $0.memoryMegabytes = 64 } != nil)
    #expect(excuse { $0.tools = [.gdb] } != nil && excuse { $0.collectsCoverage = true } != nil)
    // Whether the manifest or the command line says so.
    test.accelerator = .kvm
    #expect(excuse { _ in } == "KVM counts no instructions")
  }
}
