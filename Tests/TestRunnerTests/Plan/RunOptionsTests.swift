internal import Frames
internal import Machine
internal import Testing

@testable internal import TestRunner

@Suite struct RunOptionsTests {
  @Test func `says only what differs from the defaults`() {
    #expect(RunOptions().words.isEmpty)
    var options = RunOptions()
    options.skipsBuild = true
    options.machine = .pc
    options.medium = BootMedium(.seabios, .raw)
    #expect(options.words == ["--machine", "pc", "--boot", "seabios:raw"])
  }

  @Test func `the second attempt is recorded, where that is possible`() {
    let service = ServiceFolder(path: "/p/IntegrationTests/x", packageRoot: "/p")
    var manifest = Manifest()
    func isRecorded(
      _ number: Int, on accelerator: MachineConfiguration.Accelerator = .auto,
      where choice: MachineConfiguration.Accelerator = .tcg, by options: RunOptions = RunOptions()
    ) -> Bool {
      var test = TestCase(service: service, manifest: .success(manifest), machine: .pc)
      test.accelerator = accelerator
      return options.recording(retry: number, of: test) { _ in choice }.isRecorded
    }
    #expect(!isRecorded(1) && isRecorded(2) && !isRecorded(3))
    #expect(isRecorded(2, on: .tcg, where: .kvm))
    #expect(!isRecorded(2, on: .kvm), "what always fails under KVM is not flaky")
    #expect(!isRecorded(2, where: .kvm), "nor where a probe has chosen it")
    var recorded = RunOptions()
    recorded.isRecorded = true
    #expect(isRecorded(2, where: .kvm, by: recorded), "who wants all recorded gets it")
    manifest.qemuArguments = ["-icount", "shift=0"]
    #expect(!isRecorded(2))
    manifest = Manifest()
    manifest.network.offersOffload = true
    #expect(!isRecorded(2))
    manifest = Manifest()
    manifest.wire.link = LinkSettings()
    #expect(!isRecorded(2))
    manifest = Manifest()
    manifest.steps = [Step(.measure(MeasureStep(name: "start", span: .start)))]
    #expect(!isRecorded(2), "a recorded guest counts nothing")
  }
}
