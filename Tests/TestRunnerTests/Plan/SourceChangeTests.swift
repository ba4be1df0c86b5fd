internal import Testing

@testable internal import TestRunner

@Suite struct SourceChangeTests {
  private let text = """
    diff --git a/Sources/A.swift b/Sources/A.swift
    --- a/Sources/A.swift
    +++ b/Sources/A.swift
    @@ -3 +3 @@ func a() {
    -  old()
    +  new()
    @@ -10,2 +9,0 @@ func b() {
    ---- a/not a head
    -  // gone
    @@ -20,0 +18,2 @@
    +
    +++ b/not a head either
    diff --git a/Sources/B.swift b/Sources/B.swift
    deleted file mode 100644
    --- a/Sources/B.swift
    +++ /dev/null
    @@ -1 +0,0 @@
    -x
    """

  @Test func `reads hunks by file, and takes no line for a head`() throws {
    let changes = SourceChange.read(text)
    #expect(changes.keys.sorted() == ["Sources/A.swift"])
    let hunks = try #require(changes["Sources/A.swift"]).hunks
    #expect(
      hunks == [
        SourceChange.Hunk(start: 3, removed: ["  old()"], added: ["  new()"]),
        SourceChange.Hunk(start: 10, removed: ["--- a/not a head", "  // gone"]),
        SourceChange.Hunk(start: 20, added: ["", "++ b/not a head either"]),
      ])
  }

  @Test func `the lines that say something count`() {
    let both = SourceChange.Hunk(start: 10, removed: ["// a", "", "x"], added: ["y"])
    #expect(both.places == [12] && !both.isInsertion && !both.isComment)
    let comment = SourceChange.Hunk(start: 10, removed: ["  /// a"], added: ["", " // b"])
    #expect(comment.isComment && comment.places == [10])
    let new = SourceChange.Hunk(start: 10, added: ["x"])
    #expect(new.isInsertion && new.places == [10])
  }

  @Test func `no text makes it crash`() {
    for end in text.indices { _ = SourceChange.read(String(text[end...])) }
    #expect(
      SourceChange.read("+++ b/x\n@@ -9999999999999999999999 +1 @@\n@@ -a,b +c @@").count == 1)
  }
}
