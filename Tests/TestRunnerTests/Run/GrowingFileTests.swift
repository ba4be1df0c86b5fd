internal import TestSupport
internal import Testing

@testable internal import TestRunner

@Suite struct GrowingFileTests {
  @Test func `appends, after what was there before is gone`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/file"
    GrowingFile(path: path)?.write([9, 9, 9])
    let file = try #require(GrowingFile(path: path))
    file.write([1, 2])
    file.write([])
    file.write([3])
    #expect(Folder.read(path) == [1, 2, 3])
    #expect(GrowingFile(path: folder.path + "/none/file") == nil)
  }
}
