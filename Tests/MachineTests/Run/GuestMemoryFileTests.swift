internal import Foundation
internal import TestSupport
internal import Testing

@testable internal import Machine

@Suite struct GuestMemoryFileTests {
  @Test func `what somebody writes who inherits it can be read, though it has no name`() throws {
    let folder = try TemporaryFolder()
    let memory = try GuestMemoryFile(in: RunFolder(path: folder.path), byteCount: 1 << 20)
    // Whoever is killed now leaves nothing.
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    let own = URL(filePath: "/proc/self/fd/\(memory.descriptor.number)")
    let writer = try FileHandle(forWritingTo: own)
    try writer.seek(toOffset: 0x8000)
    try writer.write(contentsOf: Data([1, 2, 3]))
    #expect(memory.read(at: 0x7fff, count: 5) == [0, 1, 2, 3, 0])
  }

  @Test func `there is nothing behind its end`() throws {
    let folder = try TemporaryFolder()
    let memory = try GuestMemoryFile(in: RunFolder(path: folder.path), byteCount: 4096)
    #expect(memory.read(at: 4090, count: 6)?.count == 6)
    #expect(memory.read(at: 4090, count: 7) == nil && memory.read(at: 0, count: -1) == nil)
    #expect(memory.read(at: .max, count: 1) == nil)
  }
}
