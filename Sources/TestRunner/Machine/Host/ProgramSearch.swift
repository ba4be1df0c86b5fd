internal import Glibc

/// Finds programs as a shell does.
public enum ProgramSearch {
  /// Folders that are searched after those of `PATH`: tools for administrators live there.
  static let systemFolders = ["/usr/local/sbin", "/usr/sbin", "/sbin"]

  /// Finds an executable file.
  ///
  /// - Parameters:
  ///   - name: A path if it has a slash, else a name to search.
  ///   - path: Folders separated by colons; nil for the variable of this process.
  /// - Returns: The path to execute.
  /// - Throws: `missingProgram` if there is none.
  public static func find(_ name: String, path: String? = nil) throws(MachineError) -> String {
    if name.contains("/") {
      guard isProgram(name) else { throw .missingProgram(name) }
      return name
    }
    let variable = path ?? getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
    let folders = variable.split(separator: ":").map(String.init) + systemFolders
    for folder in folders where !name.isEmpty && isProgram("\(folder)/\(name)") {
      return "\(folder)/\(name)"
    }
    throw .missingProgram(name)
  }

  private static func isProgram(_ path: String) -> Bool {
    var information = stat()
    guard stat(path, &information) == 0, information.st_mode & S_IFMT == S_IFREG else {
      return false
    }
    return access(path, X_OK) == 0
  }
}
