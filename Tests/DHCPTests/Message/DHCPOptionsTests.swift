internal import DHCP
internal import TestSupport
internal import Testing
internal import Wire

@Suite struct DHCPOptionsTests {
  /// The codes and sizes of the options that are found, and whether one was cut.
  static func read(_ bytes: [UInt8]) -> ([[Int]], Bool) {
    var options = DHCPOptions(bytes.span.bytes)
    var found: [[Int]] = []
    while let option = options.next() {
      found.append([Int(option.code.rawValue), option.bytes.byteCount])
    }
    return (found, options.isMalformed)
  }

  @Test(
    arguments: [
      ([], []), ([255], []), ([0, 0, 255, 53, 9], []), ([53, 1, 1], [[53, 1]]),
      ([0, 53, 1, 1, 0, 12, 0, 255], [[53, 1], [12, 0]]),
      ([1, 4, 255, 255, 255, 0, 3, 4, 10, 0, 0, 1, 255, 1], [[1, 4], [3, 4]]),
    ] as [([UInt8], [[Int]])])
  func `goes from option to option`(bytes: [UInt8], options: [[Int]]) {
    #expect(Self.read(bytes).0 == options)
    #expect(!Self.read(bytes).1)
  }

  @Test(arguments: [[53], [53, 1], [53, 2, 1], [53, 1, 1, 12, 255], [0, 1]] as [[UInt8]])
  func `ends at an option that is cut`(bytes: [UInt8]) {
    #expect(Self.read(bytes).1)
  }

  @Test func `ends for all bytes`() {
    var generator = SeededGenerator(seed: 2132)
    for _ in 0..<20_000 {
      let bytes = generator.bytes(upTo: 80)
      #expect(Self.read(bytes).0.count <= bytes.count)
    }
  }
}
