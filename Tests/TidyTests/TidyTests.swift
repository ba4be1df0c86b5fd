internal import Foundation
internal import Testing

/// Where a module lives and what it may import.
struct Layer {
  /// Folder below `Sources`.
  let path: String
  let module: String
  let imports: Set<String>
}

/// The layers, from the bottom up; the table in `ARCHITECTURE.md` says the same in words.
let layers: [Layer] = [
  Layer(path: "Net/Wire", module: "Wire", imports: []),
  Layer(path: "Net/Stack", module: "Net", imports: ["Wire", "_Concurrency"]),
  Layer(path: "Net/DNS", module: "DNS", imports: ["Net", "Wire", "_Concurrency"]),
  Layer(path: "Net/HTTP", module: "HTTP", imports: ["Net", "Time", "_Concurrency"]),
  Layer(path: "Net/DHCP", module: "DHCP", imports: ["Net", "Wire"]),
  Layer(path: "Net/Resolver", module: "Resolver", imports: ["DNS", "Net", "Wire"]),
  Layer(path: "Net/SNTP", module: "SNTP", imports: ["Net", "Wire"]),
  Layer(path: "Net/Syslog", module: "Syslog", imports: []),
  Layer(path: "Telemetry", module: "Telemetry", imports: ["Synchronization"]),
  Layer(path: "Kernel/Hardware", module: "Hardware", imports: ["_Volatile"]),
  Layer(path: "Kernel/Drivers", module: "Drivers", imports: ["Hardware", "Synchronization"]),
  Layer(path: "Kernel/GDBStub", module: "GDBStub", imports: ["Telemetry"]),
  Layer(path: "Kernel/Time", module: "Time", imports: ["Telemetry"]),
  Layer(path: "Kernel/Core", module: "Core", imports: ["Hardware", "Telemetry", "Time"]),
  Layer(
    path: "Kernel/Sampler", module: "Sampler",
    imports: ["Hardware", "Synchronization", "Telemetry"]),
  Layer(path: "Kernel/CPU", module: "CPU", imports: ["CInstructions", "Hardware"]),
  Layer(
    path: "Kernel/Image", module: "Kernel",
    imports: [
      "Boot", "CInstructions", "CPU", "Core", "DHCP", "DNS", "Drivers", "GDBStub", "Hardware",
      "Net", "Resolver", "SNTP", "Sampler", "Synchronization", "Syslog", "Telemetry", "Time",
      "Wire",
      "_Concurrency",
    ]),
  Layer(path: "Profiler/Symbols", module: "Symbols", imports: ["CDwarf", "CUnwind", "Glibc"]),
  Layer(
    path: "Profiler/Library", module: "Profiler",
    imports: ["CZlib", "Foundation", "Glibc", "Machine", "Symbols", "Synchronization", "Telemetry"]),
  Layer(
    path: "Profiler/Command", module: "profiler",
    imports: [
      "ArgumentParser", "Foundation", "Glibc", "Machine", "Profiler", "Symbols", "Synchronization",
      "Telemetry",
    ]),
  Layer(path: "TestRunner/Frames", module: "Frames", imports: []),
  Layer(
    path: "TestRunner/Machine", module: "Machine",
    imports: ["CLaunch", "Foundation", "Frames", "Glibc", "Synchronization"]),
  Layer(
    path: "TestRunner/Library", module: "TestRunner",
    imports: [
      "Foundation", "Frames", "Glibc", "Machine", "Profiler", "Symbols", "Synchronization",
      "Telemetry", "Yams",
    ]),
  Layer(path: "TestRunner/Scenario", module: "Scenario", imports: ["Foundation", "Glibc"]),
  Layer(
    path: "TestRunner/Command", module: "testrunner",
    imports: ["ArgumentParser", "Foundation", "Frames", "Glibc", "Machine", "TestRunner"]),
]

/// One Swift source of the package.
struct Source: CustomTestStringConvertible {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// Every source, by its path below `Sources`.
  static let all: [Source] =
    (FileManager.default.subpaths(atPath: root.appending(path: "Sources").path) ?? [])
    .filter { $0.hasSuffix(".swift") }.sorted().map(Source.init)

  /// Sources that no unit test reaches, each with its reason: the lines of `Untested/<Module>.txt`.
  static let untested: [String: String] = {
    var reasons: [String: String] = [:]
    for layer in layers {
      let list = root.appending(path: "Tests/TidyTests/Untested/\(layer.module).txt")
      let text = (try? String(contentsOf: list, encoding: .utf8)) ?? ""
      for line in text.split(separator: "\n") {
        guard let colon = line.firstIndex(of: ":") else { continue }
        let file = line[..<colon].trimmingCharacters(in: .whitespaces)
        reasons["\(layer.path)/\(file)"] =
          line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
      }
    }
    return reasons
  }()

  let path: String
  let lines: [Substring]
  var testDescription: String { path }

  init(path: String) {
    self.path = path
    let url = Self.root.appending(path: "Sources/\(path)")
    let text = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)
  }

  /// The layer this file belongs to.
  var layer: Layer? {
    layers.first { path.hasPrefix($0.path + "/") }
  }

  /// The modules this file imports.
  var imports: Set<String> {
    Set(
      lines.compactMap { line in
        let words = line.split(separator: " ")
        guard let word = words.prefix(3).firstIndex(of: "import") else { return nil }
        // An import of one declaration names what kind it is, and its module before the point.
        let kinds: Set<Substring> = ["enum", "struct", "class", "protocol", "func"]
        let name = words.dropFirst(word + 1).first { !kinds.contains($0) }
        return name?.split(separator: ".").first.map(String.init)
      })
  }

  /// Why no unit test mirrors this file, if none does; `*` in a list exempts a whole module.
  var exemption: String? {
    Self.untested[path] ?? layer.flatMap { Self.untested["\($0.path)/*"] }
  }

  /// Whether the file says anything but comments.
  var holdsCode: Bool {
    lines.contains { !$0.isEmpty && !$0.drop { $0 == " " }.hasPrefix("//") }
  }

  /// First lines of the functions longer than a limit.
  func functions(longerThan limit: Int) -> [Int] {
    lines.indices.filter { start in
      let line = lines[start]
      guard line.contains("func ") || line.contains("init("), !line.contains(".init("),
        !line.hasSuffix("}")
      else { return false }
      let end = lines[start].prefix { $0 == " " } + "}"
      guard let last = lines[start...].firstIndex(of: end) else { return false }
      return last - start >= limit
    }
  }

  /// Where the tests of this file belong, below `Tests`.
  var testPath: String? {
    layer.map { "\($0.module)Tests" + path.dropFirst($0.path.count).dropLast(6) + "Tests.swift" }
  }
}

@Suite struct TidyTests {
  @Test(arguments: Source.all) func `imports only lower layers`(source: Source) throws {
    let layer = try #require(source.layer, "no layer is declared for this folder")
    #expect(source.imports.subtracting(layer.imports).isEmpty)
  }

  @Test(arguments: Source.all) func `keeps within the lengths`(source: Source) {
    #expect(source.lines.count <= 401, "split it by responsibility")
    #expect(source.functions(longerThan: 50).isEmpty)
    #expect(source.lines.allSatisfy { $0.count <= 100 })
  }

  @Test(arguments: Source.all.filter { $0.holdsCode && $0.exemption == nil })
  func `has tests at the mirrored path`(source: Source) throws {
    let tests = Source.root.appending(path: "Tests/\(try #require(source.testPath))")
    #expect(FileManager.default.fileExists(atPath: tests.path))
  }

  @Test func `every exemption names a source`() {
    let paths = Set(Source.all.map(\.path))
    #expect(Source.untested.keys.filter { !$0.hasSuffix("/*") && !paths.contains($0) }.isEmpty)
  }

  @Test func `every exemption gives a reason`() {
    #expect(Source.untested.filter { $0.value.count < 8 }.isEmpty)
  }
}
