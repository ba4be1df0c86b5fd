internal import Glibc
internal import TestSupport
internal import Testing

@testable internal import TestRunner

@Suite struct StaleFilesTests {
  @Test func `only what a writer has left that is gone is stale`() {
    // The largest number is higher than the kernel gives.
    #expect(StaleFiles.isStale("stamp.inputs.unfinished.2147483647"))
    #expect(!StaleFiles.isStale("stamp.inputs.unfinished.\(getpid())"))
    // What a client leaves is not the runner's.
    #expect(!StaleFiles.isStale("core.2147483647"))
  }

  @Test func `it goes, and all else stays`() throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: "durations.txt.unfinished.2147483647")
    try folder.write("", to: "durations.txt")
    try folder.write("", to: "runs/one/gdb.unfinished.2147483647")
    try folder.write("", to: "runs/one/memory.unfinished.2147483647")
    try folder.write("", to: "runs/one/core.2147483647")
    try folder.write("", to: "runs/one/gdb")
    try folder.write("", to: "coverage/tests/x.profraw.12ab.unfinished.2147483647")
    StaleFiles.remove(in: folder.path)
    #expect(Folder.names(in: folder.path) == ["coverage", "durations.txt", "runs"])
    #expect(Folder.names(in: folder.path + "/runs/one") == ["core.2147483647", "gdb"])
    #expect(Folder.names(in: folder.path + "/coverage/tests").isEmpty)
  }
}
