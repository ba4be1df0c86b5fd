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

  @Test func `resolves what exists`() {
    #expect(Folder.absolute("/usr/../tmp/.")?.hasSuffix("tmp") == true)
  }
}
