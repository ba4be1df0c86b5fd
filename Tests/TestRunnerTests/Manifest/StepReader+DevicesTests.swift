internal import Testing
internal import TestRunner

@Suite struct StepReaderDevicesTests {
  private func step(_ text: String) throws -> Step.Action? {
    let text = "{disks: {size: 1M}, balloon: yes, steps: [\(text)]}"
    return try ManifestReader.read(text, path: "test.yaml").steps.first?.action
  }

  @Test func `reads what a disk must hold`() throws {
    #expect(try step("disk: {text: ab}") == .disk(DiskStep(bytes: [0x61, 0x62])))
    let bytes = DiskStep(number: 0, offset: 4096, bytes: [0xff, 0])
    #expect(try step("disk: {number: 0, offset: 4K, hex: ff 00}") == .disk(bytes))
  }

  @Test(arguments: [
    "disk: {offset: 3}", "disk: {text: a, hex: 00}", "disk: {text: a, size: 3}",
    "disk: {text: ''}",
  ])
  func `refuses what says nothing or too much`(text: String) {
    #expect(throws: InvalidManifest.self) { try step(text) }
  }

  @Test func `reads what a balloon leaves`() throws {
    #expect(try step("balloon: 16") == .balloon(BalloonStep(megabytes: 16)))
  }
}
