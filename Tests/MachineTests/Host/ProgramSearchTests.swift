internal import Foundation
internal import Glibc
internal import Testing

@testable internal import Machine

@Suite struct ProgramSearchTests {
  @Test func `searches folders in order`() throws {
    try TestMachine.withFolder { folder in
      let path = folder + "/sh"
      _ = FileManager.default.createFile(atPath: path, contents: Data())
      let folders = "\(folder):/bin"
      let without = try ProgramSearch.find("sh", path: folders)
      #expect(without == "/bin/sh", "the first is not executable")
      chmod(path, 0o755)
      let with = try ProgramSearch.find("sh", path: folders)
      #expect(with == path)
    }
  }

  @Test func `takes a path as it is`() throws {
    #expect(try ProgramSearch.find("/bin/sh", path: "") == "/bin/sh")
  }

  @Test func `finds tools of administrators`() throws {
    #expect(try ProgramSearch.find("ip", path: "/nowhere").hasSuffix("sbin/ip"))
  }

  @Test(arguments: ["", "no-such-program", "/no/such", "/bin", "./"])
  func `finds nothing else`(name: String) {
    #expect(throws: MachineError.missingProgram(name)) { try ProgramSearch.find(name) }
  }
}
