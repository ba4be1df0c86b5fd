internal import Foundation
internal import Machine
internal import TestSupport
internal import Testing

@testable internal import TestRunner

@Suite struct ChangedFilesTests {
  private let dns = ServiceFolder(path: "/p/IntegrationTests/net/dns", packageRoot: "/p")

  private var test: TestCase {
    TestCase(service: dns, manifest: .success(Manifest()), machine: .microvm)
  }

  private func concerns(_ paths: String...) -> Bool {
    ChangedFiles(paths).concern(test, packageRoot: "/p", map: CoverageMap())
  }

  @Test func `what lies in its folder concerns a test`() {
    #expect(concerns("IntegrationTests/net/dns/Service.swift"))
    #expect(concerns("README.md", "IntegrationTests/net/dns/Files/a"))
    #expect(!concerns("IntegrationTests/net/dns-rules/Service.swift"))
  }

  @Test func `of a service outside the package nobody knows what has changed`() {
    let other = ServiceFolder(path: "/elsewhere/mine", packageRoot: "/p")
    let test = TestCase(service: other, manifest: .success(Manifest()), machine: .microvm)
    #expect(ChangedFiles([]).concern(test, packageRoot: "/p", map: CoverageMap()))
  }

  @Test func `what is in every image, or judges it, concerns all`() {
    #expect(concerns("Sources/Net/Stack/Stack.swift") && concerns("Tools/kernel.ld"))
    #expect(concerns("Sources/TestRunner/Library/Run/Runner.swift") && concerns("Package.swift"))
    #expect(concerns("Sources/TestRunner/Command/RunCommand.swift"))
    #expect(!concerns("Sources/Profiler/Command/Main.swift"))
    #expect(!concerns("README.md", "Tests/NetTests/A.swift", "Tools/bench"))
    #expect(!concerns())
  }

  @Test func `what some tests share concerns those, whether it is there or was`() throws {
    let folder = try TemporaryFolder()
    let root = folder.path
    let texts = ["gdb/a": "tools: [gdb]", "tcp/b": "steps: [run: ../c/bulk.py]", "tcp/c": "{}"]
    for (name, text) in texts { try folder.write(text, to: "IntegrationTests/\(name)/test.yaml") }
    func concerned(by path: String) throws -> [String] {
      try texts.keys.sorted().filter { name in
        let service = ServiceFolder(path: "\(root)/IntegrationTests/\(name)", packageRoot: root)
        let manifest = try ManifestReader.read(texts[name] ?? "", path: "test.yaml")
        let test = TestCase(service: service, manifest: .success(manifest), machine: .pc)
        return ChangedFiles([path]).concern(test, packageRoot: root, map: CoverageMap())
      }
    }
    #expect(try concerned(by: "IntegrationTests/gdb/rsp.py") == ["gdb/a"])
    #expect(try concerned(by: "Tools/gdb/swiftlet/kernel.py") == ["gdb/a"])
    #expect(try concerned(by: "IntegrationTests/tcp/c/bulk.py") == ["tcp/b", "tcp/c"])
    #expect(try concerned(by: "IntegrationTests/tcp/c/Service.swift") == ["tcp/c"])
    #expect(try concerned(by: "Tools/pack-files").count == 3)
    #expect(try concerned(by: "Tools/Toolsets/linker/clang").count == 3)
    #expect(try concerned(by: "Tools/ci/part").isEmpty)
  }

  @Test func `the baseline concerns those who count`() {
    var counting = test
    var manifest = Manifest()
    manifest.steps = [Step(.measure(MeasureStep(name: "start", span: .start)))]
    counting.manifest = .success(manifest)
    var files = ChangedFiles(["IntegrationTests/baseline.yaml"])
    #expect(files.concern(counting, packageRoot: "/p", map: CoverageMap()))
    #expect(!files.concern(test, packageRoot: "/p", map: CoverageMap()))
    // Of whom it says what it did, it concerns no longer.
    files.baseline = BaselineChange(from: nil, to: "net/other: {start: 1}\n")
    #expect(!files.concern(counting, packageRoot: "/p", map: CoverageMap()))
    files.baseline = BaselineChange(from: nil, to: "net/dns: {start: 1}\n")
    #expect(files.concern(counting, packageRoot: "/p", map: CoverageMap()))
  }

  @Test func `the list of known failures concerns those of whom it says something else`() {
    func concerns(_ old: String?, _ new: String?, _ path: String = Quarantine.usualPath) -> Bool {
      var files = ChangedFiles([path])
      files.quarantine = QuarantineChange(from: old, to: new)
      return files.concern(test, packageRoot: "/p", map: CoverageMap())
    }
    let entry = "- {test: net/dns, reason: x, until: 2999-01-01}\n"
    #expect(concerns(entry, nil) && concerns(nil, entry) && concerns(entry, "- {"))
    #expect(!concerns(entry, "# A word.\n" + entry))
    #expect(!concerns(nil, entry.replacing("dns", with: "ping")))
    #expect(!concerns(nil, entry, "others.yaml"))
    #expect(
      ChangedFiles([Quarantine.usualPath]).concern(test, packageRoot: "/p", map: CoverageMap()))
  }

  @Test func `what judges a test concerns it, whatever its guest has executed`() {
    let path = "Sources/Telemetry/RecordDecoder.swift"
    var file = CoverageExport.File()
    (file.functions, file.executed) = ([2...9, 20...29], [2...9])
    var export = CoverageExport()
    export.files = [path: file]
    var map = CoverageMap()
    map.note(export, of: "net/dns") { _ in "h" }
    var change = SourceChange(path: path, hash: "h")
    change.hunks = [SourceChange.Hunk(start: 25, removed: ["x"], added: ["y"])]
    let files = ChangedFiles([path], changes: [path: change])
    #expect(files.concern(test, packageRoot: "/p", map: map))
  }

  @Test func `a source of guests concerns those who executed what differs in it`() {
    var file = CoverageExport.File()
    (file.functions, file.executed) = ([2...9, 20...29], [2...9])
    var export = CoverageExport()
    export.files = ["Sources/Net/A.swift": file]
    var map = CoverageMap()
    map.note(export, of: "net/dns") { _ in "h" }
    func concerns(_ line: Int, in path: String = "Sources/Net/A.swift") -> Bool {
      var change = SourceChange(path: path, hash: "h")
      change.hunks = [SourceChange.Hunk(start: line, removed: ["x"], added: ["y"])]
      let files = ChangedFiles([path], changes: [path: change])
      return files.concern(test, packageRoot: "/p", map: map)
    }
    #expect(concerns(5) && !concerns(25))
    #expect(concerns(12) && concerns(5, in: "Sources/TestRunner/Library/A.swift"))
  }

  private func git(in folder: TemporaryFolder, _ words: [String]) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments =
      ["git", "-C", folder.path, "-c", "user.name=a", "-c", "user.email=a@b"] + words
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }

  @Test func `a warning of git's is no path, and no commit`() throws {
    let folder = try TemporaryFolder()
    try git(in: folder, ["init", "-q"])
    try folder.write("1\n", to: "a")
    try git(in: folder, ["add", "."])
    try git(in: folder, ["commit", "-q", "-m", "x"])
    let commit = try #require(ChangedFiles.commit(packageRoot: folder.path))
    #expect(commit.count == 40)
    // It tells of ends of lines that it will change, and of a name with two meanings.
    try git(in: folder, ["config", "core.autocrlf", "true"])
    try git(in: folder, ["update-ref", "refs/heads/HEAD", commit])
    try folder.write("2\n", to: "a")
    #expect(ChangedFiles.since("HEAD", packageRoot: folder.path)?.paths == ["a"])
    #expect(ChangedFiles.commit(packageRoot: folder.path) == commit)
  }

  @Test func `asks git for the list of known failures as it was`() throws {
    let folder = try TemporaryFolder()
    let list = "IntegrationTests/expectations.yaml"
    let entry = "- {test: a, reason: x, until: 2999-01-01}\n"
    try git(in: folder, ["init", "-q"])
    try folder.write(entry, to: list)
    try git(in: folder, ["add", "."])
    try git(in: folder, ["commit", "-q", "-m", "x"])
    try folder.write("", to: list)
    try folder.write(entry, to: "mine.yaml")
    let root = folder.path
    let usual = try #require(ChangedFiles.since("HEAD", packageRoot: root))
    #expect(usual.quarantine == QuarantineChange(from: entry, to: ""))
    let mine = ChangedFiles.since("HEAD", packageRoot: root, quarantinePath: "mine.yaml")
    #expect(mine?.quarantine == QuarantineChange(from: nil, to: entry))
  }

  @Test func `asks git for the baseline as it was`() throws {
    let folder = try TemporaryFolder()
    try git(in: folder, ["init", "-q"])
    try folder.write("a: {start: 1}\n", to: CountBaseline.usualPath)
    try git(in: folder, ["add", "."])
    try git(in: folder, ["commit", "-q", "-m", "x"])
    try folder.write("a: {start: 2}\n", to: CountBaseline.usualPath)
    let files = try #require(ChangedFiles.since("HEAD", packageRoot: folder.path))
    #expect(files.baseline == BaselineChange(from: "a: {start: 1}", to: "a: {start: 2}"))
  }

  @Test func `what git fails to show is not taken for what was not there`() throws {
    let folder = try TemporaryFolder()
    try git(in: folder, ["init", "-q"])
    let lists = [Quarantine.usualPath, CountBaseline.usualPath]
    for path in lists { try folder.write("", to: path) }
    try git(in: folder, ["add", "."])
    try git(in: folder, ["commit", "-q", "-m", "x"])
    try folder.write("- {test: a, reason: x, until: 2999-01-01}\n", to: lists[0])
    try folder.write("a: {start: 2}\n", to: lists[1])
    try git(in: folder, ["add", "."])
    // The contents that both had: those of an empty file.
    try folder.remove(".git/objects/e6/9de29bb2d1d6434b8b29ae775ad8c2e48c5391")
    let files = try #require(ChangedFiles.since("HEAD", packageRoot: folder.path))
    #expect(files.paths == lists.sorted())
    #expect(files.quarantine == nil && files.baseline == nil)
  }

  @Test func `asks git, of what was never committed, too`() throws {
    let folder = try TemporaryFolder()
    func git(_ words: String...) throws { try self.git(in: folder, words) }
    try git("init", "-q")
    try folder.write("1", to: "a b")
    try folder.write("1", to: "c")
    try git("add", ".")
    try git("commit", "-q", "-m", "x")
    try folder.write("2", to: "a b")
    try folder.write("1\n2\n", to: "Sources/A.swift")
    try git("add", "Sources")
    try git("commit", "-q", "-m", "y")
    try folder.write("1\n3\n", to: "Sources/A.swift")
    try folder.write("1", to: "new/d")
    let files = try #require(ChangedFiles.since("HEAD", packageRoot: folder.path))
    #expect(files.paths == ["Sources/A.swift", "a b", "new/d"])
    let change = try #require(files.changes["Sources/A.swift"])
    #expect(change.hash == CoverageMap.hash("1\n2\n"))
    #expect(change.hunks == [SourceChange.Hunk(start: 2, removed: ["2"], added: ["3"])])
    #expect(ChangedFiles.since("no-such-commit", packageRoot: folder.path) == nil)
    // The package may be a part of what git keeps.
    try folder.write("1\n", to: "part/Sources/B.swift")
    try git("add", ".")
    try git("commit", "-q", "-m", "z")
    try folder.write("2\n", to: "part/Sources/B.swift")
    let part = try #require(ChangedFiles.since("HEAD", packageRoot: folder.path + "/part"))
    #expect(part.paths == ["Sources/B.swift"])
    #expect(part.changes["Sources/B.swift"]?.hash == CoverageMap.hash("1\n"))
  }
}
