internal import Testing

@testable internal import TestRunner

@Suite struct CoverageMapTests {
  private typealias Lines = CoverageExport.Lines

  /// A map in which one test executed the first of three functions of a file, another the second.
  private var map: CoverageMap {
    var map = CoverageMap()
    for (test, executed) in [("one", 10...19), ("two", 30...39)] as [(String, Lines)] {
      var file = CoverageExport.File()
      file.functions = [10...19, 14...15, 30...39, 50...59]
      file.executed = [executed]
      var export = CoverageExport()
      export.files = ["a": file, "unread": file]
      map.note(export, of: test) { $0 == "a" ? "hash" : nil }
    }
    return map
  }

  private func concerned(
    _ hunk: SourceChange.Hunk, path: String = "a", hash: String? = "hash"
  ) -> [String] {
    var change = SourceChange(path: path, hash: hash)
    change.hunks = [hunk]
    return ["one", "two", "new"].filter { map.concerns(change, $0) }
  }

  @Test func `a changed line leads to those who executed its function`() {
    #expect(concerned(.init(start: 12, removed: ["x"], added: ["y"])) == ["one", "new"])
    #expect(concerned(.init(start: 30, removed: ["x"])) == ["two", "new"])
    #expect(concerned(.init(start: 55, removed: ["x"])) == ["new"])
  }

  @Test func `what another machine found takes the place of what was known of its tests`() {
    var file = CoverageExport.File()
    (file.functions, file.executed) = ([10...19, 30...39, 60...69], [30...39, 60...69])
    var export = CoverageExport()
    export.files = ["a": file, "b": file]
    var other = CoverageMap()
    other.note(export, of: "one") { _ in "hash" }
    other.note(export, of: "new") { _ in "hash" }
    var all = map
    all.adopt(other)
    #expect(["one", "two", "new"].allSatisfy(all.knows))
    func concerned(_ line: Int, in path: String = "a") -> [String] {
      var change = SourceChange(path: path, hash: "hash")
      change.hunks = [.init(start: line, removed: ["x"], added: ["y"])]
      return ["one", "two", "new"].filter { all.concerns(change, $0) }
    }
    #expect(concerned(12).isEmpty)
    #expect(concerned(35) == ["one", "two", "new"])
    #expect(concerned(65) == ["one", "new"] && concerned(65, in: "b") == ["one", "new"])
    #expect(CoverageMap(parsing: all.text) == all)
  }

  @Test func `so does a line that is put in`() {
    #expect(concerned(.init(start: 10, added: ["x"])) == ["one", "new"])
    #expect(concerned(.init(start: 39, added: ["x"])) == ["one", "two", "new"])
  }

  @Test func `a declaration concerns all`() {
    #expect(concerned(.init(start: 25, removed: ["let x = 1"])) == ["one", "two", "new"])
    #expect(concerned(.init(start: 12, removed: ["x"]), path: "b") == ["one", "two", "new"])
  }

  @Test func `a comment concerns those to whom the file means something`() {
    #expect(concerned(.init(start: 25, removed: ["// x"])) == ["one", "two", "new"])
  }

  @Test func `in another text lines mean nothing, and the file counts`() {
    let hunk = SourceChange.Hunk(start: 55, removed: ["x"])
    #expect(concerned(hunk, hash: "other") == ["one", "two", "new"])
    #expect(concerned(hunk, hash: nil) == ["one", "two", "new"])
  }

  @Test func `what is written is read again`() {
    #expect(CoverageMap(parsing: map.text) == map)
    #expect(map.text.hasPrefix("source\thash\ta\t10-19,14-15,30-39,50-59\ntest\tone\nran\t0\t0\n"))
    #expect(map.knows("one") && !map.knows("new"))
  }

  @Test func `a test's next run replaces its last one`() {
    var later = map
    later.note(CoverageExport(), of: "one") { _ in "hash" }
    later.note(CoverageExport(), of: "two") { _ in "hash" }
    #expect(later.text == "test\tone\ntest\ttwo\n")
  }

  @Test func `no text makes it crash`() {
    let text = map.text
    for end in text.indices { _ = CoverageMap(parsing: String(text[..<end])) }
    let odd = "ran\t9\t9\nsource\t\t\t9-1,-,1-\ntest\tx\nran\t0\t5,x\nran\t7\t\n"
    #expect(CoverageMap(parsing: odd).knows("x"))
  }
}
