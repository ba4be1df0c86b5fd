internal import Glibc

/// The files outside of its own folder that take part in one test, and not in all.
///
/// Nobody declares them: they are found where they are meant. A test takes the files that lie
/// directly in the folders above its own, below `IntegrationTests`; what its manifest and programs
/// name by `../` or `Tools/`; and the tools that its manifest asks for.
struct SharedFiles: Equatable, Sendable {
  /// Files, and folders with all below them.
  private(set) var trees: Set<String> = []
  /// Folders of which the files count that lie directly in them.
  private(set) var folders: Set<String> = []
  /// Absolute path of the package, to which all paths are relative that lie in it.
  private let packageRoot: String

  private static let tests = "IntegrationTests"

  /// Finds the files of a test.
  ///
  /// - Parameters:
  ///   - service: Its folder.
  ///   - manifest: Its manifest; nil if that makes no sense.
  ///   - packageRoot: Absolute path of the package.
  init(of service: ServiceFolder, _ manifest: Manifest?, packageRoot: String) {
    self.packageRoot = packageRoot
    var parent = Self.parent(short(service.path))
    while parent.hasPrefix(Self.tests + "/") {
      folders.insert(parent)
      parent = Self.parent(parent)
    }
    for folder in [short(service.path)] + folders { addWords(of: folder, for: service) }
    if let manifest { addTools(of: manifest) }
  }

  /// Looks whether a file is one of them.
  ///
  /// - Parameter path: Its path, as `trees` has it.
  /// - Returns: Also true for one that is gone, where it would be one of them.
  func contains(_ path: String) -> Bool {
    if folders.contains(Self.parent(path)) { return true }
    let isOthers = path.hasPrefix(Self.tests + "/") && Self.isOfOneTest(path)
    return !isOthers && trees.contains { path == $0 || path.hasPrefix($0 + "/") }
  }

  /// Adds all of them to a listing, as they are now.
  ///
  /// - Parameters:
  ///   - listing: Takes them.
  ///   - isExcluded: Says of absolute paths whether they and all below them are left out.
  func list(
    into listing: inout InputListing, excluding isExcluded: (String) -> Bool = { _ in false }
  ) {
    for tree in trees.sorted() {
      listing.add(absolute(tree), as: tree) { name in
        name.hasSuffix(".pyc") || (name.hasPrefix(Self.tests + "/") && Self.isOfOneTest(name))
          || isExcluded(absolute(name))
      }
    }
    for folder in folders.sorted() {
      for name in Folder.names(in: absolute(folder)) {
        let path = "\(folder)/\(name)"
        if Folder.isFolder(absolute(path)) || isExcluded(absolute(path)) { continue }
        listing.add(absolute(path), as: path)
      }
    }
  }

  /// What another test's folder has for that test alone.
  private static func isOfOneTest(_ path: String) -> Bool {
    path.hasSuffix("/Service.swift") || path.hasSuffix("/test.yaml")
  }

  private mutating func addTools(of manifest: Manifest) {
    let steps = manifest.steps.flatMap(\.all)
    if manifest.tools.contains(.gdb) || steps.contains(where: \.isDebug) {
      trees.insert("Tools/gdb")
    }
    if !manifest.media.isEmpty { trees.formUnion(["Tools/image", "Tools/image.d"]) }
    if !manifest.programFolders.isEmpty { trees.insert("Tools/build-scenario") }
  }

  /// Adds what the texts name that lie directly in a folder.
  private mutating func addWords(of folder: String, for service: ServiceFolder) {
    for name in Folder.names(in: absolute(folder)) where name != "Service.swift" {
      let path = absolute("\(folder)/\(name)")
      guard Self.isShort(path), let text = Folder.readText(path) else { continue }
      for word in Self.words(text) {
        let isNear = word.hasPrefix("../")
        let path = isNear ? Self.joined(short(service.path), word) : word
        if path.hasPrefix("Tools/") {
          if Folder.exists(absolute(path)) { trees.insert(path) }
        } else if isNear {
          addNeighbor(path, of: service)
        }
      }
    }
  }

  /// Adds a file of another folder, with those beside it: programs take in their neighbours.
  private mutating func addNeighbor(_ path: String, of service: ServiceFolder) {
    let folder = Folder.isFolder(absolute(path)) ? path : Self.parent(path)
    // What is above the tests, or holds this one, is no neighbour.
    let own = short(service.path)
    guard folder != own, !own.hasPrefix(folder + "/"), !folder.hasPrefix(own + "/"),
      folder.hasPrefix("/") || folder.hasPrefix(Self.tests + "/"),
      Folder.isFolder(absolute(folder))
    else { return }
    trees.insert(folder)
  }

  /// What may be paths in a text; lines that are comments name files for people.
  static func words(_ text: String) -> [String] {
    let lines = text.split(whereSeparator: \.isNewline).filter { line in
      line.first { !$0.isWhitespace } != "#"
    }
    return lines.flatMap { line in
      line.split { !($0.isASCII && ($0.isLetter || $0.isNumber || "._-/".contains($0))) }
    }.map(String.init)
  }

  /// A path that is relative to a folder, without `.` and `..`.
  static func joined(_ folder: String, _ path: String) -> String {
    var parts = folder.split(separator: "/")
    for part in path.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return (folder.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
  }

  private static func parent(_ path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
  }

  /// Whether a file is no longer than people write them.
  private static func isShort(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
      && status.st_size <= 256 << 10
  }

  private func short(_ path: String) -> String {
    path.hasPrefix(packageRoot + "/") ? String(path.dropFirst(packageRoot.utf8.count + 1)) : path
  }

  private func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : "\(packageRoot)/\(path)"
  }
}
