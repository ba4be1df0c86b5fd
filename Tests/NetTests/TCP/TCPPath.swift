internal import TestSupport
internal import Testing

@testable internal import Net

/// What the path between two hosts does to segments, and what the hosts agree on.
struct TCPPath: CustomTestStringConvertible, Sendable {
  /// Shares of the segments, from 0 to 1.
  var loss = 0.0
  var duplication = 0.0
  var reordering = 0.0
  var corruption = 0.0
  /// Time that each segment takes, one way.
  var delayMilliseconds = 1.0
  /// How many bytes wait at most where the path is narrowest.
  var bufferByteCount = 100_000
  /// How many bytes a second the path carries.
  var byteRate = 12_500_000.0
  var hasSACK = true
  var hasTimestamps = true
  var algorithm = CongestionAlgorithm.cubic
  /// How many bytes wait to be read at most.
  var receiveByteCount = 256 * 1024

  var testDescription: String {
    "loss \(loss), duplication \(duplication), reordering \(reordering), "
      + "corruption \(corruption), \(delayMilliseconds) ms, buffer \(bufferByteCount), "
      + "SACK \(hasSACK), timestamps \(hasTimestamps), \(algorithm), "
      + "window \(receiveByteCount)"
  }
}

extension TCPPath {
  /// A path of which a seed decides everything.
  init(seed: UInt64) {
    var generator = SeededGenerator(seed: seed &* 0x9e37_79b9_7f4a_7c15)
    func share(_ limit: Double) -> Double {
      Bool.random(using: &generator) ? Double.random(in: 0..<limit, using: &generator) : 0
    }
    loss = share(0.1)
    duplication = share(0.05)
    reordering = share(0.2)
    corruption = share(0.03)
    delayMilliseconds = [0.05, 1, 10, 80].randomElement(using: &generator) ?? 1
    bufferByteCount = [4_000, 20_000, 200_000].randomElement(using: &generator) ?? 4_000
    byteRate = [125_000, 12_500_000, 125_000_000].randomElement(using: &generator) ?? 125_000
    hasSACK = Int.random(in: 0..<4, using: &generator) > 0
    hasTimestamps = Int.random(in: 0..<4, using: &generator) > 0
    algorithm = Bool.random(using: &generator) ? .cubic : .reno
    receiveByteCount = [3_000, 30_000, 262_144].randomElement(using: &generator) ?? 3_000
  }
}
