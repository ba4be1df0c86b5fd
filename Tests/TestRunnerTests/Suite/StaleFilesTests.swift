internal import Glibc
internal import TestSupport
internal import Testing

@testable internal import TestRunner

@Suite struct StaleFilesTests {
  @Test func `only what a writer has left that is gone is stale`() {
    // The largest number is higher than the kernel gives.
    #expect(StaleFiles.isStale("stamp.inputs.2147483647"))
    #expect(!StaleFiles.isStale("stamp.inputs.\(getpid())"))
    for name in ["stamp.inputs", "", ".7", "a.", "a.b", "1", "a.-5", "a.0"] {
      #expect(!StaleFiles.isStale(name), "\(name)")
    }
  }

  @Test func `it goes, and all else stays`() throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: "durations.txt.2147483647")
    try folder.write("", to: "durations.txt")
    try folder.write("", to: "runs/one/gdb.2147483647")
    try folder.write("", to: "runs/one/gdb")
    StaleFiles.remove(in: folder.path)
    #expect(Folder.names(in: folder.path) == ["durations.txt", "runs"])
    #expect(Folder.names(in: folder.path + "/runs/one") == ["gdb"])
  }
}
