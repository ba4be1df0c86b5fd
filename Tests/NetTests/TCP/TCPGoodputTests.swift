internal import TestSupport
internal import Testing

@testable internal import Net

/// How much gets through on paths of many kinds, compared with a table that is kept.
///
/// `BLESS=1 swift test --filter TCPGoodputTests` writes the table anew.
@Suite struct TCPGoodputTests {
  static let paths: [TCPPath] = {
    var paths: [TCPPath] = []
    for algorithm in [CongestionAlgorithm.cubic, .reno] {
      for loss in [0, 0.01, 0.05] {
        for delay in [1.0, 20, 100] {
          for buffer in [10_000, 100_000, 1_000_000] {
            paths.append(
              TCPPath(
                loss: loss, delayMilliseconds: delay, bufferByteCount: buffer,
                algorithm: algorithm))
          }
        }
      }
    }
    return paths
  }()

  /// Median of five seeds, in kilobytes a second.
  static func goodput(_ path: TCPPath) throws -> Int {
    let rates = try (1...5 as ClosedRange<UInt64>).map { seed in
      let result = try TCPLink(path: path, seed: seed).transfer(400_000)
      return result.isComplete ? Int(400 / result.seconds) : 0
    }
    return rates.sorted()[2]
  }

  static func line(_ path: TCPPath) throws -> String {
    "\(path.algorithm) loss=\(path.loss) delay=\(path.delayMilliseconds) "
      + "buffer=\(path.bufferByteCount): \(try goodput(path))"
  }

  @Test func `is as the table says`() throws {
    let found = try Self.paths.map(Self.line).joined(separator: "\n") + "\n"
    #expect(try Fixtures().expected("tcp-goodput.txt", for: found) == found)
  }

  @Test(arguments: [CongestionAlgorithm.cubic, .reno])
  func `falls with losses and with distance`(algorithm: CongestionAlgorithm) throws {
    func rate(_ loss: Double, _ delay: Double) throws -> Int {
      try Self.goodput(
        TCPPath(loss: loss, delayMilliseconds: delay, algorithm: algorithm))
    }
    #expect(try rate(0, 1) > rate(0.05, 1))
    #expect(try rate(0, 1) > rate(0, 100))
    #expect(try rate(0.05, 1) > rate(0.05, 100))
  }
}
