internal import Core
internal import TestSupport
internal import Testing

@Suite struct FileArchiveTests {
  /// Names and contents of all files, in order.
  private func list(_ bytes: [UInt8]) -> [[String]] {
    let archive = FileArchive(bytes.span.bytes)
    var files: [[String]] = []
    var entry = archive.first
    while let found = entry {
      files.append(
        [found.name, found.contents].map { String(decoding: bytes[$0], as: UTF8.self) })
      entry = archive.entry(after: found)
    }
    return files
  }

  private func contents(of name: String, in bytes: [UInt8]) -> [UInt8]? {
    let name = Array(name.utf8)
    let entry = FileArchive(bytes.span.bytes).entry(named: name.span.bytes)
    return entry.map { Array(bytes[$0.contents]) }
  }

  @Test(arguments: ["newc", "crc"]) func `reads what cpio wrote, without folders and links`(
    format: String
  ) throws {
    #expect(
      list(try Fixtures().bytes("files/\(format).cpio")) == [
        ["empty", ""], ["four", "four"], ["hello.txt", "hello\n"],
        ["pages/deep/page.html", "a page"],
      ])
  }

  @Test func `finds files by their whole name alone`() throws {
    let bytes = try Fixtures().bytes("files/newc.cpio")
    #expect(contents(of: "hello.txt", in: bytes) == Array("hello\n".utf8))
    #expect(contents(of: "empty", in: bytes) == [])
    #expect(contents(of: "pages/deep/page.html", in: bytes) == Array("a page".utf8))
    for name in [
      "", "hello", "hello.txt ", "Hello.txt", "/hello.txt", "pages", "pages/deep", "link",
      "TRAILER!!!", "hello.txt\0",
    ] {
      #expect(contents(of: name, in: bytes) == nil, "\(name)")
    }
  }

  @Test func `an archive may be empty, or not there at all`() throws {
    #expect(list(try Fixtures().bytes("files/nothing.cpio")).isEmpty)
    #expect(list([]).isEmpty)
  }

  @Test func `a cut archive loses its last files, and nothing else`() throws {
    let bytes = try Fixtures().bytes("files/newc.cpio")
    let whole = list(bytes)
    for count in 0..<bytes.count {
      let files = list(Array(bytes[..<count]))
      #expect(files == Array(whole.prefix(files.count)), "\(count) bytes")
    }
  }

  @Test func `refuses other formats and numbers that are none`() throws {
    let bytes = try Fixtures().bytes("files/newc.cpio")
    // Magic, mode, bytes of the contents and of the name.
    for offset in Array(0..<6) + Array(14..<22) + Array(54..<62) + Array(94..<102) {
      var damaged = bytes
      damaged[offset] = 0x67
      #expect(list(damaged).isEmpty, "offset \(offset)")
    }
  }

  @Test(arguments: ["00000000", "00000001", "ffffffff", "7fffffff", "80000000"])
  func `survives lengths that are not so`(digits: String) throws {
    for field in [54, 94] {
      var bytes = try Fixtures().bytes("files/newc.cpio")
      bytes.replaceSubrange(field..<field + 8, with: Array(digits.utf8))
      #expect(list(bytes).count <= 4)
    }
  }

  @Test(arguments: 0..<300) func `survives damage`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var bytes = try Fixtures().bytes("files/newc.cpio")
    for _ in 0..<1 + random.below(12) {
      let isDigit = random.below(2) == 0
      bytes[random.below(bytes.count)] =
        isDigit ? Array("0123456789abcdef".utf8)[random.below(16)] : UInt8(random.below(256))
    }
    // Every file takes a header at least.
    #expect(list(bytes).count <= bytes.count / 110)
    _ = contents(of: "hello.txt", in: bytes)
  }
}
