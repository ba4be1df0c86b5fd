internal import TestSupport
internal import Testing
internal import Wire

@testable internal import Net

/// Two hosts on a path that loses, doubles, delays and overtakes.
@Suite struct TCPTransferTests {
  /// What the path does to segments.
  struct Path: CustomTestStringConvertible {
    var loss = 0.0
    var duplication = 0.0
    var reordering = 0.0
    var delayMilliseconds = 1.0
    var bufferByteCount = 100_000
    var hasSACK = true
    var hasTimestamps = true

    var testDescription: String {
      "loss \(loss), duplication \(duplication), reordering \(reordering), "
        + "\(delayMilliseconds) ms, SACK \(hasSACK), timestamps \(hasTimestamps)"
    }
  }

  /// How a transfer went.
  struct Result {
    var isComplete = false
    var isSound = true
    var seconds = 0.0
    var retransmissions: UInt64 = 0
  }

  static func transfer(_ byteCount: Int, over path: Path, seed: UInt64) throws -> Result {
    let link = try TCPLink(path: path, seed: seed)
    return try link.transfer(byteCount)
  }

  @Test func `fills a clean path`() throws {
    let result = try Self.transfer(3_000_000, over: Path(bufferByteCount: 1_000_000), seed: 1)
    #expect(result.isComplete && result.isSound)
    #expect(result.retransmissions == 0)
    // 12.5 MB/s is what the path carries.
    #expect(result.seconds < 0.3)
  }

  @Test(
    arguments: [
      Path(loss: 0.01), Path(loss: 0.05, duplication: 0.02, reordering: 0.05),
      Path(loss: 0.02, delayMilliseconds: 30), Path(reordering: 0.3),
      Path(loss: 0.02, hasSACK: false), Path(loss: 0.02, reordering: 0.1, hasTimestamps: false),
      Path(loss: 0.05, hasSACK: false, hasTimestamps: false), Path(bufferByteCount: 5_000),
    ], 0..<25 as Range<UInt64>)
  func `loses nothing on a bad one`(path: Path, seed: UInt64) throws {
    let result = try Self.transfer(150_000, over: path, seed: seed)
    #expect(result.isComplete && result.isSound, "seed \(seed)")
  }
}
