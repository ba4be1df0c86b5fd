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
}
