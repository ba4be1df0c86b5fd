internal import Foundation
internal import Testing

@testable internal import TestRunner

/// The page about manifests holds every key that the readers know.
@Suite struct ManifestPageTests {
  private let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  @Test func `every key and every step is there`() throws {
    let page = try text("docs/manifest.md")
    let folder = root.appending(path: "Sources/TestRunner/Library/Manifest").path
    var keys = Set(StepReader.actions + WireReader.linkKeys + DHCPStep.names.keys)
    // Readers name what they know in lists of literals.
    let list = /(?:known|forms|Keys|choices|contents) = \[([^\]]*)\]/
    for file in try FileManager.default.contentsOfDirectory(atPath: folder) {
      let source = try text("Sources/TestRunner/Library/Manifest/\(file)")
      for match in source.matches(of: list) {
        keys.formUnion(match.1.matches(of: /"([a-z-]+)"/).map { String($0.1) })
      }
    }
    #expect(keys.count > 150)
    let words = Set(page.split { !($0.isLetter || $0 == "-") }.map(String.init))
    #expect(keys.subtracting(words).sorted() == [])
  }

  /// The manifest that is the first example of a page.
  private func example(of path: String) throws -> Manifest {
    let page = try text(path)
    let example = try #require(page.firstMatch(of: #/(?s)```yaml\n(.*?)```/#)).1
    return try ManifestReader.read(String(example), path: path)
  }

  @Test func `its example is a manifest`() throws {
    let manifest = try example(of: "docs/manifest.md")
    #expect(manifest.steps.first?.debug?.commands.count == 5)
  }

  @Test func `the example in the README is a manifest`() throws {
    let manifest = try example(of: "README.md")
    #expect(manifest.steps.count > 10)
    #expect(manifest.tools == [.gdb])
  }
}
