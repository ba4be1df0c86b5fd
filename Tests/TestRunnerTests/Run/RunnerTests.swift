internal import Machine
internal import Testing

@testable internal import TestRunner

/// What the runner does without a machine; the integration tests are about the rest.
@Suite struct RunnerTests {
  private final class Recorder: Reporter {
    var events: [RunEvent] = []
    func receive(_ event: TimedEvent) { events.append(event.event) }
  }

  private func run(manifest: String?) -> (code: Int32, results: [CaseResult]) {
    let service = ServiceFolder(path: "/nowhere/IntegrationTests/x", packageRoot: "/nowhere")
    let plan = Plan([service, service], options: RunOptions()) { _ in manifest }
    let recorder = Recorder()
    let runner = Runner(packageRoot: "/nowhere", options: RunOptions(), reporters: [recorder])
    let code = runner.run(plan)
    guard case .ended(let results) = recorder.events.last else { return (code, []) }
    return (code, results)
  }

  @Test func `a bad manifest gives its verdict, with every problem`() throws {
    let (code, results) = run(manifest: "memroy: 3\nsteps: 4")
    #expect(code == VerdictKind.badManifest.exitCode)
    #expect(results.count == 2)
    let verdict = try #require(results.first).verdict
    #expect(verdict.reason == "2 problems in test.yaml")
    #expect(verdict.details.first?.hasPrefix("IntegrationTests/x/test.yaml:1:1: ") == true)
  }

  @Test func `a folder without a service gives a verdict too`() {
    let (code, results) = run(manifest: "{}")
    #expect(code == VerdictKind.badManifest.exitCode)
    #expect(results.map(\.verdict.kind) == [.badManifest, .badManifest])
  }

  @Test func `what a test expects is a success, even a bad folder`() {
    let (code, results) = run(manifest: "expect: bad-manifest")
    #expect(code == 0)
    #expect(results.map(\.verdict.kind) == [.passed, .passed])
  }

  @Test func `the machine gets what the manifest says`() throws {
    let text = "{processors: 2, arguments: a b, qemu: [-x], prefix: 16, configured: no}"
    let manifest = try ManifestReader.read(text, path: "test.yaml")
    let service = ServiceFolder(path: "/p/IntegrationTests/dns", packageRoot: "/p")
    var test = TestCase(service: service, manifest: .success(manifest), machine: .q35)
    test.memoryMegabytes = 3
    test.medium = BootMedium(.ovmf, .raw)
    var configuration = MachineConfiguration(image: "image")
    configuration.apply(manifest, of: test)
    #expect(configuration.medium == BootMedium(.ovmf, .raw))
    #expect(configuration.kind == .q35)
    #expect(configuration.memoryMiB == 3)
    #expect(configuration.processors == 2)
    #expect(configuration.kernelArguments == ["a", "b"])
    #expect(configuration.extraArguments == ["-x"])
    #expect(configuration.commandLine == manifest.kernelCommandLine)
  }

  @Test func `the machine gets the further cards that the manifest names`() throws {
    let text =
      "{interfaces: [{}, {address: 10.9.0.5, prefix: 16, host: 10.9.0.1}, {configured: no}]}"
    let manifest = try ManifestReader.read(text, path: "test.yaml")
    let service = ServiceFolder(path: "/p/IntegrationTests/dns", packageRoot: "/p")
    let test = TestCase(service: service, manifest: .success(manifest), machine: .microvm)
    var configuration = MachineConfiguration(image: "image")
    configuration.apply(manifest, of: test)
    #expect(configuration.commandLine == manifest.kernelCommandLine)
    let words = "address=10.0.0.42/24 gateway=10.0.0.1 address1=10.0.1.42/24 address2=10.9.0.5/16"
    #expect(configuration.commandLine == words)
    #expect(
      configuration.furtherNetworks.map(\.host.description) == ["10.0.1.1", "10.9.0.1", "10.0.3.1"])
    #expect(Set(configuration.furtherNetworks.map(\.guestMAC)).count == 3)
  }
}
