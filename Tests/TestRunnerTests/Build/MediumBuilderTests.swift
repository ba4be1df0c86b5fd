internal import Machine
internal import Testing

@testable internal import TestRunner

@Suite struct MediumBuilderTests {
  /// What the tool's end with some output means.
  private func verdict(_ status: ProcessStatus, _ text: String) -> Verdict? {
    var log = BuildLog()
    _ = log.take(text.utf8)
    return MediumBuilder.verdict(on: .ended(status), log)
  }

  @Test func `asks for a disk of a format, or a CD`() {
    #expect(MediumBuilder.options(BootMedium(.ovmf, .vdi)) == ["--disk", "--format", "vdi"])
    #expect(MediumBuilder.options(BootMedium(.seabios, .iso)) == ["--iso"])
  }

  @Test func `a missing program and a failure have their own verdicts`() {
    let text = "image: making a disk\nimage: error: mcopy is missing\n"
    #expect(verdict(.exited(0), text) == nil)
    #expect(verdict(.exited(69), text) == Verdict(.missingTool, "mcopy is missing"))
    let failure = verdict(.exited(1), text)
    #expect(failure?.kind == .buildFailure)
    #expect(failure?.reason == "mcopy is missing")
    #expect(verdict(.signalled(9), "")?.reason == "Tools/image failed")
  }

  @Test func `an interruption and an endless run are told apart`() {
    #expect(MediumBuilder.verdict(on: .interrupted, BuildLog())?.kind == .interrupted)
    #expect(MediumBuilder.verdict(on: .overtime, BuildLog())?.kind == .buildFailure)
  }
}
