internal import Testing
internal import TestRunner

@Suite struct InterfaceReaderTests {
  private func read(_ text: String) throws -> [NetworkSettings] {
    try ManifestReader.read(text, path: "test.yaml").furtherNetworks
  }

  @Test func `a card has a network of its own unless it is told otherwise`() throws {
    let cards = try read("interfaces: [{}, {address: 10.9.0.5, prefix: 16, configured: no}]")
    #expect(cards.map(\.address) == ["10.0.1.42", "10.9.0.5"])
    #expect(cards.map(\.gateway) == ["10.0.1.1", "10.0.2.1"])
    #expect(cards.map(\.prefixLength) == [24, 16])
    #expect(cards.map(\.isConfigured) == [true, false])
  }

  @Test func `there is one card unless others are named`() throws {
    #expect(try read("{}").isEmpty)
  }

  @Test(arguments: [
    ("interfaces: 2", "“interfaces” must be a list, found “2”"),
    ("interfaces: [{}, {}, {}, {}, {}, {}, {}, {}]", "there can be at most 7 further cards"),
    ("interfaces: [{gateway: 10.0.1.1}]", "unknown key “gateway” in a network card"),
    ("interfaces: [1]", "a network card must be a mapping of keys to values, found “1”"),
  ])
  func `refuses what makes no sense`(text: String, message: String) {
    let error = #expect(throws: InvalidManifest.self) { try read(text) }
    #expect(error?.problems.first?.message.hasPrefix(message) == true)
  }
}
