public import Machine

/// Memory and registers of a guest as a file, and how gdb opens it.
public enum CoreFile {
  /// Name of the script in the run folder that opens the core.
  static let scriptName = "gdb-core"
  /// Guests with more memory leave no core by themselves.
  static let memoryLimitMiB = 1024

  /// Makes a core small, and writes the script that opens it.
  ///
  /// - Parameters:
  ///   - folder: The run folder with the core.
  ///   - image: Path of the image, unless the folder has it.
  ///   - packageRoot: Absolute path of the package.
  public static func finish(in folder: RunFolder, image: String, packageRoot: String) {
    let core = folder.file(RunFolder.Name.core)
    SparseFile.digHoles(in: core)
    let kept = folder.file(RunFolder.Name.image)
    let script = DebuggerScript(
      image: Folder.exists(kept) ? kept : image, packageRoot: packageRoot, target: .core(core))
    Folder.write(script.text, to: folder.file(scriptName))
  }

  /// Finds the run folder that a word means.
  ///
  /// - Parameters:
  ///   - word: A path, the name of a run, part of it, or nil for the latest.
  ///   - packageRoot: Absolute path of the package.
  /// - Returns: The folder; nil if there is none, or more than one.
  public static func runFolder(_ word: String?, packageRoot: String) -> RunFolder? {
    let runs = "\(packageRoot)/.swiftlet/runs"
    let word = word ?? "latest"
    for path in [word, "\(runs)/\(word)"] where Folder.isFolder(path) {
      return Folder.absolute(path).map(RunFolder.init(path:))
    }
    // The newest whose name holds the word: names begin with the time.
    let matches = Folder.names(in: runs).filter { $0.contains(word) && $0 != "latest" }
    return matches.last.map { RunFolder(path: "\(runs)/\($0)") }
  }

  /// The arguments of gdb for a folder with a core; nil if it has none.
  public static func debuggerArguments(for folder: RunFolder) -> [String]? {
    let script = folder.file(scriptName)
    return Folder.exists(script) ? ["-q", "-nx", "-x", script] : nil
  }
}
