internal import Glibc
internal import TestSupport
internal import Testing

@testable internal import TestRunner

@Suite struct FolderTests {
  @Test func `writes, reads and lists`() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/new"
    Folder.create("\(path)/deep/down")
    #expect(Folder.isFolder("\(path)/deep/down"))
    #expect(Folder.write("text\n", to: "\(path)/deep/file"))
    #expect(Folder.readText("\(path)/deep/file") == "text\n")
    #expect(Folder.names(in: "\(path)/deep") == ["down", "file"])
    #expect(!Folder.isFolder("\(path)/deep/file"))
    #expect(Folder.exists("\(path)/deep/file"))
  }

  @Test func `tells folders from files and from links`() throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: "below/file")
    symlink("below", "\(folder.path)/link")
    let entries = Folder.entries(in: folder.path)
    #expect(entries.map(\.name).sorted() == ["below", "link"])
    #expect(entries.first { $0.isFolder }?.name == "below")
    #expect(entries.count { $0.isFolder } == 1)
    #expect(Folder.entries(in: "/nowhere").isEmpty)
  }

  @Test func `knows where something will be that does not exist`() throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: "below/file")
    symlink("below", "\(folder.path)/link")
    #expect(Folder.place(of: "\(folder.path)/link/file") == "\(folder.path)/below/file")
    #expect(Folder.place(of: "\(folder.path)/link/new/a") == "\(folder.path)/below/new/a")
    #expect(Folder.place(of: "/nowhere") == "/nowhere")
    #expect(Folder.place(of: "no such") == Folder.absolute(".").map { "\($0)/no such" })
  }

  @Test func `has nothing to say of what does not exist`() throws {
    #expect(Folder.names(in: "/nowhere").isEmpty)
    #expect(Folder.read("/nowhere") == nil)
    #expect(Folder.absolute("/nowhere") == nil)
    #expect(!Folder.write("x", to: "/nowhere/file"))
    let folder = try TemporaryFolder()
    try folder.write("", to: "taken/file")
    let isWritten = Folder.write("x", to: "\(folder.path)/taken")
    let reason = errno
    #expect(!isWritten && reason == EISDIR)
    #expect(Folder.names(in: folder.path) == ["taken"], "nothing is left beside it")
  }

  @Test func `reads the end of a file, and says whether that is all`() throws {
    let folder = try TemporaryFolder()
    try folder.write("0123456789", to: "file")
    let path = "\(folder.path)/file"
    let part = try #require(Folder.readEnd(path, byteCount: 4))
    #expect(part.bytes == Array("6789".utf8) && !part.isWhole)
    let all = try #require(Folder.readEnd(path, byteCount: 10))
    #expect(all.bytes == Array("0123456789".utf8) && all.isWhole)
    #expect(Folder.readEnd("/nowhere", byteCount: 4) == nil)
  }

  @Test func `says how much of two files is the same`() throws {
    let folder = try TemporaryFolder()
    let long = String(repeating: "x", count: 65536)
    for (name, text) in [("a", long + "yz"), ("b", long + "yyz"), ("c", "xy"), ("d", "")] {
      try folder.write(text, to: name)
    }
    func common(_ first: String, _ second: String) -> [Int] {
      let found = Folder.commonStart(of: "\(folder.path)/\(first)", "\(folder.path)/\(second)")
      return [found.same, found.first, found.second]
    }
    #expect(common("a", "a") == [65538, 65538, 65538])
    #expect(common("a", "b") == [65537, 65538, 65539])
    #expect(common("a", "c") == [1, 65538, 2])
    #expect(common("d", "d") == [0, 0, 0] && common("d", "c") == [0, 0, 2])
    #expect(common("a", "none") == [0, 65538, 0])
  }

  @Test func `resolves what exists`() {
    #expect(Folder.absolute("/usr/../tmp/.")?.hasSuffix("tmp") == true)
  }
}
