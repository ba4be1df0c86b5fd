internal import Foundation
internal import Glibc
internal import Telemetry
internal import TestSupport
internal import Testing

@testable internal import TestRunner

/// Every way in which a guest, QEMU or a tool can deceive the runner gets the one right verdict.
@Suite struct LieTests {
  @Test func `there are many, each once`() {
    #expect(Lie.all.count >= 160)
    #expect(Set(Lie.all.map(\.testDescription)).count == Lie.all.count)
  }

  @Test(arguments: Lie.all)
  func `gets its verdict`(lie: Lie) throws {
    let fake = FakeQEMU(script: lie.script, manifest: lie.manifest, clients: lie.clients)
    let results = try fake.run()
    let verdict = try #require(results.first).verdict
    #expect(verdict.kind == lie.verdict, "\(verdict.reason)")
    #expect(lie.reason.isEmpty || verdict.reason.contains(lie.reason))
    #expect(verdict.details.count < 100_000)
  }

  @Test func `a QEMU that is not there is a missing tool`() throws {
    let service = ServiceFolder(path: "/nowhere/IntegrationTests/x", packageRoot: "/nowhere")
    var options = RunOptions()
    options.qemu = "/nowhere/qemu"
    let plan = Plan([service], options: options) { _ in "{}" }
    let suite = SuiteRunner(packageRoot: "/nowhere", options: options, reporters: [])
    #expect(suite.run(plan) == VerdictKind.missingTool.exitCode)
  }

  @Test func `a gdb that is not there is a missing tool`() throws {
    var fake = FakeQEMU(script: "stub(); ready(); serve()")
    fake.manifest = "tools: [gdb]\nsteps: [debug: {commands: [bt]}]"
    fake.hasDebugger = false
    #expect(try fake.run().map(\.verdict.kind) == [.missingTool])
  }

  @Test(arguments: ["x: [", "x: 3", "x: {work: many}", "[]"])
  func `a baseline that makes no sense is no baseline`(text: String) throws {
    var fake = FakeQEMU(script: "ready(); serve()", manifest: "measure: {start: ready}")
    fake.baseline = text
    #expect(try fake.run().map(\.verdict.kind) == [.badManifest])
  }

  @Test func `what passes at the second attempt is flaky`() throws {
    let script = """
      first = not os.path.exists(sys.argv[0] + ".seen")
      open(sys.argv[0] + ".seen", "w").close()
      ready()
      if first: records.sendall(PANIC)
      serve()
      """
    let once = try FakeQEMU(script: script).run()
    #expect(once.map(\.verdict.kind) == [.guestPanic])
    let result = try #require(try FakeQEMU(script: script).run { $0.retryCount = 2 }.first)
    #expect(result.verdict.kind == .flaky)
    #expect(result.attempts.map(\.kind) == [.guestPanic, .passed])
  }

  @Test func `a count that has changed is not excused by a second attempt`() throws {
    let manifest = "measure: {work: {rounds: 1, warm: 0, steps: [run: 'true']}}"
    let fake = FakeQEMU(script: "counts = [0, 0, 150, 150]; ready(); serve()", manifest: manifest)
    let result = try #require(try fake.run { $0.retryCount = 2 }.first)
    #expect(result.verdict.kind == .countChanged)
    #expect(result.attempts.map(\.kind) == [.countChanged, .countChanged, .countChanged])
  }

  @Test func `what fails some time is found by going on until then`() throws {
    let script = """
      with open(sys.argv[0] + ".count", "a") as file: file.write("x")
      ready()
      if os.path.getsize(sys.argv[0] + ".count") == 4: records.sendall(WRONG)
      serve()
      """
    let results = try FakeQEMU(script: script).run { $0.repeatsUntilFailure = true }
    #expect(results.map(\.verdict.kind) == [.passed, .passed, .passed, .failedExpectation])
  }

  @Test func `of a guest that hangs the stack of every processor is shown`() throws {
    let script = """
      def at(number, rip, rsp, rbp, halted):
          where = f"RIP={rip:x} RSP={rsp:x} RBP={rbp:x} RFL=2 HLT={halted}"
          return f"CPU#{number}\\n{where}\\nCR3=1000\\n"
      memory = {0x2008: 0x100111, 0x3000: 0x3010, 0x3008: 0x100222, 0x3018: 0x100333}
      processors = at(0, 0x100000, 0x1ff0, 0x2000, 0) + at(1, 0x100200, 0x2ff0, 0x3000, 1)
      processors += "CPU#2\\nEIP=0000fff0 EFL=00000002 HLT=1\\nCR2=0 CR3=00000000\\n"
      ready()
      serve()
      """
    let verdict = try #require(try FakeQEMU(script: script).run().first).verdict
    #expect(verdict.kind == .hang)
    #expect(
      verdict.details == [
        "processor 0 running, interrupts off, rip 0x100000", "#0  0x100000", "#1  0x100111",
        "processor 1 halted, interrupts off, rip 0x100200", "#0  0x100200", "#1  0x100222",
        "#2  0x100333", "processor 2 was never started",
      ])
  }

  @Test(arguments: [0x3000, 1 << 63] as [UInt64])
  func `counters that lie nowhere are the guest's fault, not the runner's`(place: UInt64) throws {
    let script = """
      memory = {0x1000: \(StatisticsBlock.magic), 0x1008: 1 | 1 << 32,
          0x2000: \(CounterRegistry.magic), 0x2008: 2 | 1 << 32, 0x2010: \(place),
          0x2018: 0x4000, 0x2020: 1 | 1 << 32 | 8 << 48 | 8 << 56, 0x3000: ord("x"), 0x4000: 7}
      ready()
      serve()
      """
    var fake = FakeQEMU(script: script, manifest: "steps: [counter: {name: x, equals: 7}]")
    fake.image = FakeImage.bytes(["kernel_statistics": 0x1000, "kernel_counter_groups": 0x2000])
    let verdict = try #require(try fake.run().first).verdict
    if place == 0x3000 {
      #expect(verdict.kind == .passed, "\(verdict.reason)")
    } else {
      #expect(verdict.kind == .failedExpectation)
      #expect(verdict.reason.hasSuffix("the kernel's counters cannot be read"))
    }
  }

  @Test func `many at the same time come to the same`() throws {
    let results = try FakeQEMU(script: "ready(); serve()", manifest: "steps: [run: sleep 0.01]")
      .run { ($0.count, $0.jobCount) = (16, 8) }
    #expect(results.map(\.verdict.kind) == Array(repeating: .passed, count: 16))
    #expect(Set(results.map(\.runFolder)).count == 16)
  }

  @Test func `nothing that QEMU has started is left`() throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: "held")
    let path = folder.path + "/held"
    let script = """
      import fcntl
      signal.signal(signal.SIGTERM, signal.SIG_IGN)
      held = open('\(path)')
      fcntl.flock(held, fcntl.LOCK_EX)
      if os.fork() == 0:
        os.setsid()
        hang()
      ready()
      serve()
      """
    #expect(try FakeQEMU(script: script).run().map(\.verdict.kind) == [.passed])
    // The lock is held for as long as any of the two lives.
    let held = open(path, O_RDONLY)
    defer { close(held) }
    let limit = ContinuousClock.now + .seconds(10)
    var isFree = false
    while !isFree && .now < limit {
      isFree = flock(held, LOCK_EX | LOCK_NB) == 0
      if !isFree { poll(nil, 0, 10) }
    }
    #expect(isFree, "somebody lives")
  }
}
