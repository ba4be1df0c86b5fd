internal import Machine
internal import TestRunner
internal import Testing

@Suite struct PlanTests {
  private let dns = ServiceFolder(path: "/p/IntegrationTests/net/dns", packageRoot: "/p")
  private let mine = ServiceFolder(path: "/home/me/my service", packageRoot: "/p")

  private func plan(
    _ services: [ServiceFolder], _ options: RunOptions = RunOptions(), text: String?
  ) -> Plan {
    Plan(services, options: options) { _ in text }
  }

  @Test func `a service runs once on each machine that it names`() {
    let plan = plan([dns], text: "machine: [microvm, pc]")
    #expect(plan.cases.map(\.name) == ["net/dns on microvm", "net/dns on pc"])
    #expect(plan.cases.map(\.machine) == [.microvm, .pc])
    #expect(
      plan.cases[1].repeatCommand
        == "swift run testrunner IntegrationTests/net/dns --machine pc")
  }

  @Test func `a service on one machine goes by its own name`() {
    let plan = plan([dns], text: "{}")
    #expect(plan.cases.map(\.name) == ["net/dns"])
    #expect(plan.cases[0].repeatCommand == "swift run testrunner IntegrationTests/net/dns")
  }

  @Test func `options replace what the manifest says`() throws {
    var options = RunOptions()
    options.machine = .q35
    options.memoryMegabytes = 3
    options.timeoutScale = 2.5
    let plan = plan([dns], options, text: "{memory: 64, limits: {boot: 2s}}")
    let manifest = try plan.cases[0].manifest.get()
    #expect(plan.cases.map(\.memoryMegabytes) == [3])
    #expect(manifest.limits.boot == .seconds(5))
    #expect(plan.cases[0].machine == .q35)
    #expect(
      plan.cases[0].repeatCommand
        == "swift run testrunner IntegrationTests/net/dns --machine q35 --memory 3"
        + " --timeout-scale 2.50")
  }

  @Test func `every combination of machine, medium and memory is a case`() {
    let text = "{machine: [pc, q35], boot: [seabios:raw, ovmf:iso], memory: [64, 128]}"
    let plan = plan([dns], text: text)
    #expect(plan.cases.count == 8)
    #expect(plan.cases[3].name == "net/dns on pc, ovmf:iso, 128 MB")
    #expect(
      plan.cases[3].repeatCommand
        == "swift run testrunner IntegrationTests/net/dns --machine pc --boot ovmf:iso --memory 128"
    )
  }

  @Test func `processors and accelerators are parts of the matrix, too`() {
    let text = "{memory: [16, 32], processors: [1, 2], accelerator: [tcg, kvm]}"
    let plan = plan([dns], text: text)
    #expect(plan.cases.count == 8)
    #expect(plan.cases[3].name == "net/dns on 16 MB, 2 processors, kvm")
    #expect(plan.cases[3].processorCount == 2 && plan.cases[3].accelerator == .kvm)
    #expect(
      plan.cases[3].repeatCommand
        == "swift run testrunner IntegrationTests/net/dns --memory 16 --processors 2 --accel kvm")
    var options = RunOptions()
    (options.processorCount, options.accelerator) = (3, .tcg)
    let one = self.plan([dns], options, text: text).cases[1]
    #expect(one.processorCount == 3 && one.accelerator == .tcg && one.memoryMegabytes == 32)
  }

  @Test func `Linux plays a guest once`() {
    var options = RunOptions()
    options.isReference = true
    let plan = plan([dns], options, text: "{machine: [microvm, pc], memory: [16, 32]}")
    #expect(plan.cases.map(\.name) == ["net/dns on Linux"])
    #expect(
      plan.cases[0].repeatCommand
        == "swift run testrunner IntegrationTests/net/dns --reference linux")
  }

  @Test func `a medium wants a machine with disks, and time`() throws {
    var options = RunOptions()
    options.medium = BootMedium(.ovmf, .vdi)
    let plan = plan([dns], options, text: "{machine: [microvm], limits: {ready: 1min}}")
    #expect(plan.cases.map(\.machine) == [.pc])
    #expect(plan.cases[0].medium == options.medium)
    #expect(plan.cases[0].name == "net/dns")
    let limits = try plan.cases[0].manifest.get().limits
    #expect(limits.boot == .seconds(30))
    #expect(limits.ready == .seconds(60))
    #expect(plan.cases[0].repeatCommand.hasSuffix(" --boot ovmf:vdi"))
  }

  @Test func `paths are quoted for a shell`() {
    let plan = plan([mine], text: "{}")
    #expect(plan.cases[0].repeatCommand == "swift run testrunner '/home/me/my service'")
  }

  @Test func `a bad manifest is a case like any other`() {
    let plan = plan([dns, mine], text: "memroy: 3")
    #expect(plan.cases.count == 2)
    #expect(throws: InvalidManifest.self) { try plan.cases[0].manifest.get() }
  }

  @Test func `a missing manifest is a bad one`() throws {
    let plan = plan([dns], text: nil)
    let error = try #require(throws: InvalidManifest.self) { try plan.cases[0].manifest.get() }
    #expect(
      error.description == "/p/IntegrationTests/net/dns/test.yaml:1:1: there is no such file")
  }
}
