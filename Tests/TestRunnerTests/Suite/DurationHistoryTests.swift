internal import Foundation
internal import TestSupport
internal import Testing

@testable internal import TestRunner

@Suite struct DurationHistoryTests {
  @Test func `reads lines and leaves out what is none`() {
    let history = DurationHistory(parsing: "1200\tnet/dns on pc\nx\ty\n-4\tz\n\n7\n99\ta\tb\n")
    #expect(history["net/dns on pc"] == .milliseconds(1200))
    #expect(history["a\tb"] == .milliseconds(99))
    #expect(history["y"] == nil && history["z"] == nil)
    #expect(DurationHistory(parsing: history.text) == history)
  }

  @Test func `what a test took before counts half`() {
    var history = DurationHistory()
    history.note(.milliseconds(100), of: "a")
    history.note(.milliseconds(200), of: "a")
    #expect(history["a"] == .milliseconds(150))
  }

  @Test func `one history is completed by another`() {
    let own = DurationHistory(parsing: "1\ta\n2\tb\n")
    let both = own.completed(by: DurationHistory(parsing: "9\tb\n3\tc\n"))
    #expect(both["a"] == .milliseconds(1))
    #expect(both["b"] == .milliseconds(2))
    #expect(both["c"] == .milliseconds(3))
  }

  @Test func `says whether it could write`() {
    #expect(!DurationHistory.add([("a", .seconds(1))], to: "/nowhere/durations.txt"))
    #expect(DurationHistory.add([], to: "/nowhere/durations.txt"))
  }

  @Test func `several runners add to one file`() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/durations.txt"
    await withTaskGroup { group in
      for number in 0..<20 {
        group.addTask {
          DurationHistory.add([("test \(number)", .milliseconds(number + 1))], to: path)
        }
      }
    }
    let history = DurationHistory(path: path)
    for number in 0..<20 { #expect(history["test \(number)"] == .milliseconds(number + 1)) }
    #expect(Folder.names(in: folder.path) == ["durations.txt"], "it may be in a repository")
  }
}
