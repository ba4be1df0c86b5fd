internal import TestSupport
internal import Testing
internal import Wire

@Suite struct IPv4OptionsTests {
  /// The options that are found, and whether the list was malformed.
  static func read(_ bytes: [UInt8]) -> ([IPv4Option], Bool) {
    var options = IPv4Options(bytes.span.bytes)
    var found: [IPv4Option] = []
    while let option = options.next() { found.append(option) }
    return (found, options.isMalformed)
  }

  @Test func `reads what Linux wrote`() throws {
    let bytes = Array(Captured.recordRoute.dropFirst(34))
    #expect(Self.read(bytes) == ([.recordRoute], false))
  }

  @Test(
    arguments: [
      ([], []), ([0], []), ([1, 1, 1, 0], []),
      ([68, 4, 5, 0, 131, 3, 4, 0], [.timestamp, .looseSourceRoute]),
      ([1, 137, 3, 4], [.strictSourceRoute]), ([0, 7, 99, 99], []),
      ([148, 2], [IPv4Option(rawValue: 148)]),
    ] as [([UInt8], [IPv4Option])])
  func `skips each option by its length`(bytes: [UInt8], options: [IPv4Option]) {
    #expect(Self.read(bytes) == (options, false))
  }

  @Test(
    arguments: [[7], [7, 0], [7, 1, 0, 0], [7, 5, 4, 0], [1, 1, 1, 7], [7, 255, 4, 0]] as [[UInt8]])
  func `ends at an impossible length`(bytes: [UInt8]) {
    #expect(Self.read(bytes) == ([], true))
  }

  @Test func `ends for all bytes`() {
    var generator = SeededGenerator(seed: 791)
    for _ in 0..<20_000 {
      let bytes = generator.bytes(upTo: 40)
      #expect(Self.read(bytes).0.count <= bytes.count)
    }
  }
}
