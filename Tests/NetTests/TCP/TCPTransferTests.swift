internal import Foundation
internal import TestSupport
internal import Testing

@testable internal import Net

/// Two hosts on a path that loses, doubles, delays, spoils and overtakes.
@Suite struct TCPTransferTests {
  @Test func `fills a clean path`() throws {
    let link = TCPLink(path: TCPPath(bufferByteCount: 1_000_000), seed: 1)
    let result = try link.transfer(3_000_000)
    #expect(result.isComplete && result.isSound)
    #expect(result.retransmissions == 0)
    // 12.5 MB/s is what the path carries.
    #expect(result.seconds < 0.3)
  }

  @Test(
    arguments: [
      TCPPath(loss: 0.01), TCPPath(loss: 0.05, duplication: 0.02, reordering: 0.05),
      TCPPath(loss: 0.02, delayMilliseconds: 30), TCPPath(reordering: 0.3),
      TCPPath(loss: 0.02, hasSACK: false),
      TCPPath(loss: 0.02, reordering: 0.1, hasTimestamps: false),
      TCPPath(loss: 0.05, hasSACK: false, hasTimestamps: false), TCPPath(bufferByteCount: 5_000),
      TCPPath(corruption: 0.02),
    ], 0..<10 as Range<UInt64>)
  func `loses nothing on a bad one`(path: TCPPath, seed: UInt64) throws {
    let result = try TCPLink(path: path, seed: seed).transfer(150_000)
    #expect(result.isComplete && result.isSound, "seed \(seed)")
  }

  @Test func `exchanges ten megabytes`() throws {
    let path = TCPPath(loss: 0.01, duplication: 0.005, reordering: 0.01, corruption: 0.001)
    let result = try TCPLink(path: path, seed: 7).transfer(10_000_000, back: 10_000_000)
    #expect(result.isComplete && result.isSound)
  }

  /// How many seeds are tried: `TCP_SEEDS` in the environment, or 10,000.
  static let seedCount =
    ProcessInfo.processInfo.environment["TCP_SEEDS"].flatMap { Int($0) } ?? 10_000

  @Test func `stalls on no path that a seed decides`() throws {
    for seed in 0..<UInt64(Self.seedCount) {
      let path = TCPPath(seed: seed)
      let result = try TCPLink(path: path, seed: seed).transfer(30_000, back: 10_000)
      #expect(result.isComplete && result.isSound, "seed \(seed): \(path.testDescription)")
    }
  }
}
