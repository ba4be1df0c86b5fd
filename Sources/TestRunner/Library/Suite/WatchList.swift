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
  private let services: [ServiceFolder]
  private var common = InputListing()
  private var own: [String: InputListing] = [:]
  /// What the tests have in common with some others, by the paths of their folders.
  private var shared: [String: SharedFiles] = [:]
  private var neighbors: [String: InputListing] = [:]

  /// Begins to watch.
  ///
  /// - Parameters:
  ///   - services: Those whose tests are run.
  ///   - packageRoot: Absolute path of the package.
  public init(_ services: [ServiceFolder], packageRoot: String) {
    self.packageRoot = packageRoot
    self.services = services
    _ = look()
  }

  /// Looks at all files.
  ///
  /// - Returns: What has changed since the last look; nil if nothing has.
  public mutating func look() -> Change? {
    var listing = InputListing()
    for name in ChangedFiles.commonPaths { listing.add("\(packageRoot)/\(name)", as: name) }
    defer { common = listing }
    var changed: Set<String> = []
    for service in services {
      let folder = service.path
      var now = InputListing()
      now.addAll(folder, as: folder)
      if own[folder] != now || shared[folder] == nil {
        changed.insert(folder)
        shared[folder] = sharedFiles(of: service)
      }
      own[folder] = now
      now = InputListing()
      shared[folder]?.list(into: &now)
      if neighbors[folder] != now { changed.insert(folder) }
      neighbors[folder] = now
    }
    if listing != common { return .everything }
    return changed.isEmpty ? nil : .services(changed)
  }

  private func sharedFiles(of service: ServiceFolder) -> SharedFiles {
    let text = Folder.readText(service.manifestPath) ?? ""
    let manifest = try? ManifestReader.read(text, path: service.manifestPath)
    return SharedFiles(of: service, manifest, packageRoot: packageRoot)
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
