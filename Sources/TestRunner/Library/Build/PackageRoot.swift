internal import Glibc

/// Finds the package that this runner belongs to.
public enum PackageRoot {
  /// The nearest folder, upwards from a start, that holds the package.
  ///
  /// - Returns: An absolute path without a slash at its end; nil if there is none.
  static func find(above start: String) -> String? {
    var path = start
    while true {
      if Folder.exists("\(path)/Package.swift") && Folder.exists("\(path)/Tools/build-image") {
        return path
      }
      guard let slash = path.lastIndex(of: "/"), path.count > 1 else { return nil }
      path = slash == path.startIndex ? "/" : String(path[..<slash])
    }
  }

  /// The package whose build made this program, or else the one around the working folder.
  public static func find() -> String? {
    let program = Folder.absolute("/proc/self/exe").flatMap(find(above:))
    return program ?? Folder.absolute(".").flatMap(find(above:))
  }

  private static let root = find()
  private static let workingFolder = Folder.absolute(".")

  /// The words that start a program of the package from where the user is.
  public static func command(_ program: String = "testrunner") -> [String] {
    command(program, in: workingFolder, root: root)
  }

  static func command(_ program: String, in folder: String?, root: String?) -> [String] {
    guard let root, folder != root else { return ["swift", "run", program] }
    return ["swift", "run", "--package-path", root, program]
  }

  /// A path relative to the package as it is reached from where the user is.
  public static func visible(_ path: String) -> String {
    visible(path, in: workingFolder, root: root)
  }

  static func visible(_ path: String, in folder: String?, root: String?) -> String {
    guard let root, folder != root, !path.hasPrefix("/") else { return path }
    return "\(root)/\(path)"
  }
}
