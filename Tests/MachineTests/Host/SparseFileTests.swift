internal import Foundation
internal import Testing

@testable internal import Machine

@Suite struct SparseFileTests {
  @Test func `gives back zeros and keeps the rest`() throws {
    let path = NSTemporaryDirectory() + "sparse-\(ProcessInfo.processInfo.globallyUniqueString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    var bytes = Data(repeating: 0, count: 1 << 20)
    bytes[300_000] = 7
    try bytes.write(to: URL(filePath: path))
    let before = SparseFile.usedByteCount(of: path)
    SparseFile.digHoles(in: path)
    #expect(try Data(contentsOf: URL(filePath: path)) == bytes)
    #expect(SparseFile.usedByteCount(of: path) < before / 8)
  }

  @Test func `has nothing to say of a file that is not there`() {
    SparseFile.digHoles(in: "/nowhere/at/all")
    #expect(SparseFile.usedByteCount(of: "/nowhere/at/all") == 0)
  }
}
