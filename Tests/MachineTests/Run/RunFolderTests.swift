internal import Foundation
internal import Glibc
internal import Testing

@testable internal import Machine

@Suite struct RunFolderTests {
  private func runs(_ root: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: root + "/runs").sorted()
  }

  @Test func `is named for its time and test`() throws {
    try TestMachine.withFolder { root in
      let folder = try RunFolder.create(in: root, test: "net/dns ä", now: 1_795_228_245.25)
      #expect(folder.path == root + "/runs/20261121-023045.250-net-dns--")
      #expect(folder.file("x") == folder.path + "/x")
    }
  }

  @Test func `is never shared`() throws {
    try TestMachine.withFolder { root in
      let paths = try (0..<3).map { _ in try RunFolder.create(in: root, test: "a", now: 0).path }
      #expect(Set(paths).count == 3)
    }
  }

  @Test func `is what latest points to`() throws {
    try TestMachine.withFolder { root in
      for test in ["a", "b"] {
        let folder = try RunFolder.create(in: root, test: test)
        let target = try FileManager.default.destinationOfSymbolicLink(
          atPath: root + "/runs/latest")
        #expect(root + "/runs/" + target == folder.path)
      }
    }
  }

  @Test func `is not what latest points to if it only repeats another run`() throws {
    try TestMachine.withFolder { root in
      let folder = try RunFolder.create(in: root, test: "a")
      _ = try RunFolder.create(in: root, test: "replay", isLatest: false)
      let target = try FileManager.default.destinationOfSymbolicLink(atPath: root + "/runs/latest")
      #expect(root + "/runs/" + target == folder.path)
    }
  }

  @Test func `makes room by removing the oldest`() throws {
    try TestMachine.withFolder { root in
      for second in 0..<5 {
        _ = try RunFolder.create(in: root, test: "t", keep: 3, now: Double(second))
      }
      let expected = (2..<5).map { "19700101-00000\($0).000-t" } + ["latest"]
      #expect(try runs(root) == expected)
    }
  }

  @Test func `stays while a machine runs in it`() throws {
    try TestMachine.withFolder { root in
      let old = try RunFolder.create(in: root, test: "t", now: 0)
      let vms = root + "/vms"
      try FileManager.default.createDirectory(atPath: vms, withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(
        atPath: vms + "/t", withDestinationPath: old.path)
      _ = try RunFolder.create(in: root, test: "t", keep: 1, now: 1)
      #expect(FileManager.default.fileExists(atPath: old.path))
    }
  }

  @Test func `stays while its run goes on`() throws {
    try TestMachine.withFolder { root in
      let old = try RunFolder.create(in: root, test: "t", now: 0)
      let copy = old
      _ = try RunFolder.create(in: root, test: "t", keep: 1, now: 1)
      withExtendedLifetime(copy) { #expect(FileManager.default.fileExists(atPath: old.path)) }
    }
  }

  @Test func `connects to its sockets however long its path is`() throws {
    try TestMachine.withFolder { root in
      let folder = try RunFolder.create(
        in: root + "/" + String(repeating: "x", count: 120), test: "t")
      let error = #expect(throws: MachineError.self) { try folder.connect(to: "none.sock") }
      let path = folder.file("none.sock")
      #expect(error == .refused(operation: "connect to", subject: path, errno: ENOENT))
    }
  }

  @Test func `says where it cannot be made`() {
    #expect(throws: MachineError.self) { try RunFolder.create(in: "/proc/none", test: "t") }
  }
}
