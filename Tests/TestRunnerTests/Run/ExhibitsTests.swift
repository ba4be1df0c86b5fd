internal import Foundation
internal import TestSupport
internal import Testing

@testable internal import TestRunner

@Suite struct ExhibitsTests {
  @Test func `a folder without anything gives nothing`() throws {
    let folder = try TemporaryFolder()
    #expect(Exhibits(folder: folder.path) == Exhibits())
  }

  @Test func `keeps the last lines, each as far as a report can hold`() throws {
    let folder = try TemporaryFolder()
    let lines =
      (0..<1000).map { "line \($0)" } + [String(repeating: "x", count: 9000), "\u{1b}[2J"]
    try folder.write(lines.joined(separator: "\n"), to: "console.log")
    let console = Exhibits(folder: folder.path).console
    #expect(console.count == Exhibits.maximumLineCount)
    #expect(console.last == "\\x1b[2J")
    #expect(console.allSatisfy { $0.count <= Exhibits.maximumLineLength })
  }

  @Test func `whatever the files hold, a report can be made`() throws {
    let folder = try TemporaryFolder()
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<50 {
      for name in ["console.log", "net.pcapng", "profile.svg"] {
        let bytes = Data(generator.bytes(upTo: 3000))
        try bytes.write(to: URL(filePath: "\(folder.path)/\(name)"))
      }
      let exhibits = Exhibits(folder: folder.path)
      #expect(exhibits.packets.isEmpty)
    }
  }
}
