internal import Machine
internal import Testing
internal import TestRunner

@Suite struct DeviceReaderTests {
  private func read(_ text: String) throws -> Manifest {
    try ManifestReader.read(text, path: "test.yaml")
  }

  @Test func `reads every device`() throws {
    let text = """
      rng: true
      balloon: yes
      ports: [control, bulk-2]
      disks:
        - {size: 8M}
        - {size: 512, read-only: true, text: abc, bad-sector: 0}
      """
    let devices = try read(text).devices
    var second = MachineDisk(byteCount: 512)
    second.isReadOnly = true
    second.contents = [0x61, 0x62, 0x63]
    second.badSector = 0
    #expect(devices.hasEntropySource && devices.hasBalloon)
    #expect(devices.ports == ["control", "bulk-2"])
    #expect(devices.disks == [MachineDisk(byteCount: 8 << 20), second])
  }

  @Test func `plugs nothing in by itself`() throws {
    #expect(try read("{}").devices == MachineDevices())
  }

  @Test(arguments: [
    ("rng: 3", 1, 6, "expected true or false, found “3”"),
    ("ports: [A b]", 1, 9, "expected small letters, digits, points and hyphens, at most 32"),
    ("ports: [a, a]", 1, 8, "a port is named twice"),
    ("ports: [a, b, c, d, e, f, g, h]", 1, 8, "there can be at most 7 ports"),
    ("disks: 8M", 1, 8, "a disk must be a mapping of keys to values, found “8M”"),
    ("disks: [{}]", 1, 9, "“size” is missing"),
    ("disks: {size: 8MB}", 1, 15, "expected a size such as 512, 64K, 8M or 1G, found “8MB”"),
    ("disks: {size: 513}", 1, 15, "a disk has whole sectors of 512 bytes"),
    ("disks: {size: 1K, readonly: yes}", 1, 19, "unknown key “readonly” in a disk; did you mean"),
    ("disks: {size: 1K, bad-sector: 2}", 1, 31, "expected a whole number from 0 to 1, found “2”"),
    (
      "disks: [{size: 1K}, {size: 1K}, {size: 1K}, {size: 1K}, {size: 1K}]", 1, 8, "at most 4 disks"
    ),
    ("steps: [balloon: 16]", 1, 8, "a step needs “balloon: true” at the top"),
    ("steps: [disk: {text: a}]", 1, 8, "there is no disk 0"),
    ("{disks: {size: 512}, steps: [disk: {text: a, offset: 512}]}", 1, 29, "beyond disk 0"),
  ])
  func `refuses what makes no sense`(text: String, line: Int, column: Int, words: String) throws {
    let error = try #require(throws: InvalidManifest.self) { _ = try read(text) }
    let problem = try #require(error.problems.first)
    #expect(problem.message.contains(words), "\(problem.message)")
    #expect([problem.line, problem.column] == [line, column])
  }
}
