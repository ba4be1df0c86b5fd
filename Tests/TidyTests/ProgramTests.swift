internal import Foundation
internal import Testing

@testable internal import TestRunner

/// Every program that the suite starts is installed by `Tools/bootstrap`.
@Suite struct ProgramTests {
  /// What a shell does by itself, and packages that every Debian has: coreutils, diffutils, grep,
  /// sed.
  private static let alwaysThere: Set<String> = [
    ":", "[", "cd", "echo", "exit", "export", "for", "kill", "printf", "set", "test", "trap",
    "wait",
    "cat", "chmod", "cp", "cut", "date", "false", "head", "ln", "mkdir", "mkfifo", "mv", "rm",
    "seq",
    "sleep", "sort", "tail", "tee", "touch", "tr", "true", "truncate", "uniq", "wc", "yes",
    "cmp", "diff", "grep", "sed", "sh",
  ]
  /// Packages that are there before anything is installed.
  private static let essential: Set<String> = ["bash", "dash"]

  /// The manifests of the suite that make sense, with the folders they are of.
  private static let manifests: [(folder: String, manifest: Manifest)] = {
    let root = Source.root.appending(path: "IntegrationTests").path
    let paths = FileManager.default.subpaths(atPath: root) ?? []
    return paths.filter { $0.hasSuffix("/test.yaml") }.sorted().compactMap { path in
      let text = (try? String(contentsOfFile: "\(root)/\(path)", encoding: .utf8)) ?? ""
      let manifest = try? ManifestReader.read(text, path: path)
      return manifest.map { (String(path.dropLast("/test.yaml".count)), $0) }
    }
  }()

  /// What `Tools/bootstrap` installs.
  private static let packages: Set<String> = {
    let path = Source.root.appending(path: "Tools/bootstrap").path
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    let list = text.split(separator: "packages=(").last?.split(separator: "\n)").first ?? ""
    let words = list.split(separator: "\n").flatMap { line in
      line.prefix { $0 != "#" }.split(separator: " ")
    }
    return Set(words.map(String.init).filter { !$0.contains("$") })
  }()

  /// The programs that a manifest has started, by their names.
  private static func programs(_ manifest: Manifest) -> Set<String> {
    var lines = manifest.sidecars.map(\.line) + [manifest.reference?.line ?? ""]
    for step in manifest.steps.flatMap(\.all) {
      if case .run(let command) = step.action { lines.append(command.line) }
    }
    let names = lines.reduce(into: Set(manifest.clients)) { $0.formUnion(ShellCommands($1).names) }
    return Set(names.map { $0.split(separator: "/").last.map(String.init) ?? $0 })
      .subtracting(alwaysThere)
  }

  @Test func `what manifests start is in a package that is installed`() {
    #expect(Self.manifests.count > 100)
    #expect(Self.packages.count > 40)
    for (folder, manifest) in Self.manifests {
      for name in Self.programs(manifest).sorted() {
        let tool = Tool.all.first { $0.name == name }
        guard let package = tool?.package else {
          Issue.record("\(folder): no package is known of “\(name)”; Tool.swift lists them")
          continue
        }
        #expect(
          Self.packages.union(Self.essential).contains(package),
          "\(folder): Tools/bootstrap does not install \(package), which has “\(name)”")
      }
    }
  }

  @Test func `what the suite is known to start is found`() {
    let names = Self.manifests.reduce(into: Set<String>()) {
      $0.formUnion(Self.programs($1.manifest))
    }
    #expect(names.isSuperset(of: ["socat", "nsd", "nginx", "dhcpd", "curl", "dig", "ping", "nc"]))
  }

  @Test(arguments: [
    ("exec socat UDP4-RECVFROM:7,fork PIPE", ["socat"]),
    ("sed \"s|A|$B|; s|C|D|\" x > \"$D/y\"\nexec nsd -d", ["sed", "nsd"]),
    ("for n in $(seq 4); do dig @$A | grep -v \"^;;\"; done", ["for", "seq", "dig", "grep"]),
    ("serve() {\n  dhcpd -f & server=$!\n}\nserve # cd\nwait $server", ["dhcpd", "wait"]),
    (
      "cat > \"$D/c\" <<CONF\nserver { a; b }\nCONF\n{ until grep -q ':7' x; do sleep 1; done; } &",
      ["cat", "grep", "sleep"]
    ),
    ("test \"$(dig x | wc -l)\" = 200 2> /dev/null || true", ["test", "dig", "wc", "true"]),
    ("A=1 /usr/bin/python3 a.py 2>&1 | head -c 5 < in", ["/usr/bin/python3", "head"]),
  ])
  func `finds the commands in a text for a shell`(text: String, names: [String]) {
    #expect(ShellCommands(text).names == Set(names))
  }
}
