internal import Foundation
internal import Machine
internal import Testing

@testable internal import TestRunner

@Suite struct CoreFileTests {
  private static func inRuns(_ body: (String) throws -> Void) throws {
    let root = NSTemporaryDirectory() + "core-\(ProcessInfo.processInfo.globallyUniqueString)"
    defer { try? FileManager.default.removeItem(atPath: root) }
    for name in ["2026-dns", "2027-dns", "2027-echo"] {
      try FileManager.default.createDirectory(
        atPath: "\(root)/.swiftlet/runs/\(name)", withIntermediateDirectories: true)
    }
    try body(root)
  }

  @Test func `finds a run by its name, by a part of it, and by its path`() throws {
    try Self.inRuns { root in
      let runs = "\(root)/.swiftlet/runs"
      let find = { CoreFile.runFolder($0, packageRoot: root)?.path.split(separator: "/").last }
      #expect(find("2026-dns") == "2026-dns")
      #expect(find("dns") == "2027-dns")
      #expect(find("\(runs)/2027-echo") == "2027-echo")
      #expect(find("http") == nil)
    }
  }

  @Test func `opens only a folder that has a core`() throws {
    try Self.inRuns { root in
      let folder = RunFolder(path: "\(root)/.swiftlet/runs/2026-dns")
      #expect(CoreFile.debuggerArguments(for: folder) == nil)
      try Data(repeating: 0, count: 65536).write(to: URL(filePath: folder.file("core.elf")))
      CoreFile.finish(in: folder, image: "/a/dns", packageRoot: "/c")
      let script = folder.file("gdb-core")
      #expect(CoreFile.debuggerArguments(for: folder) == ["-q", "-nx", "-x", script])
      let text = try String(contentsOfFile: script, encoding: .utf8)
      #expect(text.hasSuffix("core-file \(folder.file("core.elf"))\n"))
      #expect(text.contains("file /a/dns\n"))
    }
  }
}
