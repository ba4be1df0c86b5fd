internal import Foundation
internal import Testing

@testable internal import Machine

@Suite struct RunFolderDisksTests {
  @Test func `makes files with the contents and zeros after them`() throws {
    try TestMachine.withFolder { root in
      let folder = try RunFolder.create(in: root, test: "a")
      var disk = MachineDisk(byteCount: 1024)
      disk.contents = [1, 2, 3]
      try folder.makeDisks([MachineDisk(byteCount: 512), disk])
      let first = try Data(contentsOf: URL(filePath: folder.file("disk0.img")))
      let second = try Data(contentsOf: URL(filePath: folder.file("disk1.img")))
      #expect(first == Data(count: 512))
      #expect(second == Data([1, 2, 3]) + Data(count: 1021))
    }
  }
}
