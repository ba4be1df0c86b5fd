internal import Machine
internal import Testing

@testable internal import TestRunner

/// What a runner makes of a manifest; `SuiteRunnerTests` and the integration tests are about the rest.
@Suite struct RunnerTests {
  @Test func `the machine gets what the manifest says`() throws {
    let text = "{processors: 2, arguments: a b, qemu: [-x], prefix: 16, configured: no}"
    let manifest = try ManifestReader.read(text, path: "test.yaml")
    let service = ServiceFolder(path: "/p/IntegrationTests/dns", packageRoot: "/p")
    var test = TestCase(service: service, manifest: .success(manifest), machine: .q35)
    (test.memoryMegabytes, test.processorCount) = (3, 2)
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

  @Test func `what runs under KVM counts nothing, and is no test of tcg`() {
    let options = RunOptions()
    var configuration = MachineConfiguration(image: "image")
    configuration.accelerator = .auto
    configuration.countInstructions(options)
    #expect(configuration.accelerator == .tcg && configuration.instructionCounting != nil)
    configuration = MachineConfiguration(image: "image")
    configuration.accelerator = .kvm
    configuration.countInstructions(options)
    #expect(configuration.accelerator == .kvm && configuration.instructionCounting == nil)
  }

  @Test func `what runs under KVM is not recorded but left out`() {
    let service = ServiceFolder(path: "/p/IntegrationTests/dns", packageRoot: "/p")
    var test = TestCase(service: service, manifest: .success(Manifest()), machine: .microvm)
    test.accelerator = .kvm
    var options = RunOptions()
    #expect(test.reasonAgainst(options) == nil)
    options.isRecorded = true
    let result = Runner(packageRoot: "/p", options: options) { _ in }.run(test)
    #expect(result.verdict == Verdict(.leftOut, "kvm: only tcg can record what reaches it"))
    test.accelerator = .auto
    #expect(test.reasonAgainst(options) == nil)
  }

  @Test func `what a person copies is quoted`() {
    let lines = Runner.hints("my dns", "10.0.0.42", folder: "/a b/vms/my-dns")
    #expect(lines.contains("  debug it  gdb -x '/a b/vms/my-dns/gdb'"))
    #expect(lines.contains("  read it   tail -f '/a b/vms/my-dns/console.log'"))
    #expect(lines.last?.hasSuffix(" stop 'my dns'") == true)
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
