internal import Glibc
internal import Synchronization
internal import TestSupport
internal import Testing

@testable internal import TestRunner

@Suite struct FileLockTests {
  /// How many are inside now, and how many were at most.
  private final class Count: Sendable {
    let inside = Atomic(0)
    let most = Atomic(0)

    func enter() {
      let now = inside.add(1, ordering: .relaxed).newValue
      most.max(now, ordering: .relaxed)
      // Others come in meanwhile if they can.
      for _ in 0..<1000 { sched_yield() }
      inside.subtract(1, ordering: .relaxed)
    }
  }

  @Test func `only one at a time has it`() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/lock"
    let count = Count()
    await withTaskGroup { group in
      for _ in 0..<8 {
        group.addTask { _ = FileLock.withLock(path) { count.enter() } }
      }
    }
    #expect(count.most.load(ordering: .relaxed) == 1)
  }

  @Test func `who does not want to wait goes on without it`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/lock"
    var waits = 0
    let inner: Int?? = FileLock.withLock(path) {
      FileLock.withLock(path) {
        waits += 1
        return waits < 3
      } body: {
        7
      }
    }
    #expect(inner == .some(nil))
    #expect(waits == 3)
    #expect(FileLock.withLock(path) { 7 } == 7)
  }

  @Test func `the lock of a folder leaves nothing in it`() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/file"
    let count = Count()
    await withTaskGroup { group in
      for _ in 0..<8 {
        group.addTask { _ = FileLock.withFolderLock(of: path) { count.enter() } }
      }
    }
    #expect(count.most.load(ordering: .relaxed) == 1)
    #expect(Folder.names(in: folder.path).isEmpty)
    #expect(FileLock.withFolderLock(of: "file") { 7 } == 7)
    #expect(FileLock.withFolderLock(of: "/nowhere/file") { 7 } == 7)
  }

  @Test func `where there can be no file there is no lock`() {
    #expect(FileLock.withLock("/nowhere/at/all") { 7 } == 7)
  }
}
