internal import Glibc

/// Sees which tests the changes of files concern, for those who work on them.
public struct WatchList {
  /// What has changed since the last look.
  public enum Change: Equatable, Sendable {
    case everything
    /// The paths of these services' folders.
    case services(Set<String>)
  }

  private let packageRoot: String
  private let folders: [String]
  private var common = InputListing()
  private var own: [String: InputListing] = [:]

  /// Begins to watch.
  ///
  /// - Parameters:
  ///   - services: Those whose tests are run.
  ///   - packageRoot: Absolute path of the package.
  public init(_ services: [ServiceFolder], packageRoot: String) {
    self.packageRoot = packageRoot
    folders = services.map(\.path)
    _ = look()
  }

  /// Looks at all files.
  ///
  /// - Returns: What has changed since the last look; nil if nothing has.
  public mutating func look() -> Change? {
    var listing = InputListing()
    for name in ["Sources", "Tools/build-image", "Tools/kernel.ld", "Package.swift"] {
      listing.add("\(packageRoot)/\(name)", as: name)
    }
    defer { common = listing }
    var changed: Set<String> = []
    for folder in folders {
      var now = InputListing()
      now.addAll(folder, as: folder)
      if own[folder] != now { changed.insert(folder) }
      own[folder] = now
    }
    if listing != common { return .everything }
    return changed.isEmpty ? nil : .services(changed)
  }

  /// Waits until something has changed.
  ///
  /// - Parameter isStopped: Asked again and again; whether to give up.
  /// - Returns: Nil if it gave up.
  public mutating func waitForChange(unless isStopped: () -> Bool) -> Change? {
    while !isStopped() {
      if let change = look() { return change }
      // A person saves files some times a minute; a look takes some milliseconds.
      poll(nil, 0, 300)
    }
    return nil
  }
}
