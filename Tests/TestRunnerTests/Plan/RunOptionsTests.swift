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
    func isRecorded(_ number: Int, _ options: RunOptions = RunOptions()) -> Bool {
      let test = TestCase(service: service, manifest: .success(manifest), machine: .pc)
      return options.recording(retry: number, of: test).isRecorded
    }
    #expect(!isRecorded(1) && isRecorded(2) && !isRecorded(3))
    var kvm = RunOptions()
    kvm.accelerator = .kvm
    #expect(!isRecorded(2, kvm))
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
