internal import Glibc

/// Sees which tests the changes of files concern, for those who work on them.
public struct WatchList {
  private let packageRoot: String
  private let find: () -> [ServiceFolder]
  /// The services that were there at the last look.
  public private(set) var services: [ServiceFolder] = []
  private var common = InputListing()
  private var own: [String: InputListing] = [:]
  /// What the tests have in common with some others, by the paths of their folders.
  private var shared: [String: SharedFiles] = [:]
  private var neighbors: [String: InputListing] = [:]
  /// Path of the list of known failures.
  private let quarantinePath: String
  /// Whether there must be such a list: one that was named is missed, the usual one is not.
  private let needsQuarantine: Bool
  private var quarantineText: String?
  /// The list as it was when it last made sense.
  private var quarantine: Quarantine?
  /// Whether counts are compared with the baseline; if the runs write it, that is no change.
  private let comparesCounts: Bool
  /// Absolute paths of what the runs write themselves, reports say: no change of what is tested.
  private let outputs: Set<String>
  private var baselineText: String?
  /// The baseline as it was at the last look; nil if it made no sense.
  private var baseline: CountBaseline?

  /// Begins to watch.
  ///
  /// - Parameters:
  ///   - packageRoot: Absolute path of the package.
  ///   - quarantinePath: Path of the list of known failures; nil for the usual one.
  ///   - comparesCounts: Whether the baseline is compared with, and not written.
  ///   - outputs: Paths of files and folders that the runs write, which need not be there yet.
  ///   - find: Finds the services whose tests are run; asked at every look, as some come later.
  public init(
    packageRoot: String, quarantinePath: String? = nil, comparesCounts: Bool = true,
    outputs: [String] = [], find: @escaping () -> [ServiceFolder]
  ) {
    self.packageRoot = packageRoot
    self.quarantinePath = quarantinePath ?? "\(packageRoot)/\(Quarantine.usualPath)"
    needsQuarantine = quarantinePath != nil
    self.find = find
    quarantineText = Folder.readText(self.quarantinePath)
    quarantine = QuarantineChange.read(quarantineText)
    self.comparesCounts = comparesCounts
    self.outputs = Set(outputs.map(Folder.place(of:)))
    baselineText = Folder.readText("\(packageRoot)/\(CountBaseline.usualPath)")
    baseline = BaselineChange.read(baselineText)
    _ = look()
  }

  /// Looks at all files.
  ///
  /// - Returns: What has changed since the last look; nil if nothing has.
  public mutating func look() -> Change? {
    var listing = InputListing()
    for name in ChangedFiles.commonPaths {
      listing.add("\(packageRoot)/\(name)", as: name) { isWritten("\(packageRoot)/\($0)") }
    }
    defer { common = listing }
    services = find()
    // Who told of them tells of them no more.
    var change = Change.services(forgetOthers())
    for service in services where hasChanged(service) { change.services.insert(service.path) }
    change.quarantine = lookAtQuarantine()
    if comparesCounts { change.baseline = lookAtBaseline() }
    if listing != common { return .everything }
    return change == Change() ? nil : change
  }

  /// Looks at the files of one service, and at those that it shares with some.
  private mutating func hasChanged(_ service: ServiceFolder) -> Bool {
    let folder = service.path
    var files = InputListing()
    // A service outside the package has a baseline of its own.
    let written = comparesCounts ? nil : CountBaseline.path(of: service, packageRoot: packageRoot)
    files.addAll(folder, as: folder) { $0 == written || isWritten($0) }
    var hasChanged = false
    if own[folder] != files || shared[folder] == nil {
      hasChanged = true
      shared[folder] = sharedFiles(of: service)
    }
    own[folder] = files
    files = InputListing()
    shared[folder]?.list(into: &files) { isWritten($0) }
    if neighbors[folder] != files { hasChanged = true }
    neighbors[folder] = files
    return hasChanged
  }

  /// Whether a file is what the runs or their tools leave, and no part of a test.
  private func isWritten(_ path: String) -> Bool {
    outputs.contains(path) || path.hasSuffix(".pyc") || path.hasSuffix("/__pycache__")
      || path.hasSuffix("/.git")
  }

  /// Forgets the services that are gone, which are new when they come back.
  ///
  /// - Returns: The paths of their folders.
  private mutating func forgetOthers() -> Set<String> {
    let gone = Set(own.keys).subtracting(services.map(\.path))
    for path in gone {
      own[path] = nil
      shared[path] = nil
      neighbors[path] = nil
    }
    return gone
  }

  private mutating func lookAtQuarantine() -> QuarantineChange? {
    let text = Folder.readText(quarantinePath)
    guard text != quarantineText else { return nil }
    // What could not be run for it has its turn as soon as it makes sense, even if it is as it was.
    let wasThere = quarantineText != nil || !needsQuarantine
    let madeSense = wasThere && QuarantineChange.read(quarantineText) != nil
    quarantineText = text
    let change = QuarantineChange(before: quarantine, after: QuarantineChange.read(text))
    if let after = change.after { quarantine = after }
    return change.isEmpty && madeSense ? nil : change
  }

  private mutating func lookAtBaseline() -> BaselineChange? {
    let text = Folder.readText("\(packageRoot)/\(CountBaseline.usualPath)")
    guard text != baselineText else { return nil }
    baselineText = text
    let change = BaselineChange(before: baseline, after: BaselineChange.read(text))
    // Tests that count fail while it makes no sense, and have to pass again.
    baseline = change.after
    return change.isEmpty ? nil : change
  }

  private func sharedFiles(of service: ServiceFolder) -> SharedFiles {
    let text = Folder.readText(service.manifestPath) ?? ""
    let manifest = try? ManifestReader.read(text, path: service.manifestPath)
    return SharedFiles(of: service, manifest, packageRoot: packageRoot)
  }

  /// Waits until something has changed, and for a while for what belongs to it: a folder that is
  /// copied, or a branch that is checked out, is there file by file.
  ///
  /// - Parameter isStopped: Asked again and again; whether to give up.
  /// - Returns: Nil if it gave up.
  public mutating func waitForChange(unless isStopped: () -> Bool) -> Change? {
    while !isStopped() {
      if let change = look() { return settle(change, unless: isStopped) }
      // A person saves files some times a minute; a look takes some milliseconds.
      poll(nil, 0, 300)
    }
    return nil
  }

  /// Looks until nothing more changes, but not for ever: what writes all the time is no copy.
  private mutating func settle(_ first: Change, unless isStopped: () -> Bool) -> Change? {
    var change = first
    for _ in 1...50 {
      poll(nil, 0, 100)
      if isStopped() { return nil }
      guard let latest = look() else { break }
      change.add(latest)
    }
    return change
  }

  /// What has changed since a look.
  public struct Change: Equatable, Sendable {
    /// Whether it may concern every test.
    var isEverything = false
    /// The paths of the folders of services that it concerns.
    var services: Set<String> = []
    /// How the list of known failures has changed; nil if it has not.
    var quarantine: QuarantineChange?
    /// How the baseline has changed; nil if it has not.
    var baseline: BaselineChange?

    /// Nothing yet.
    public init() {}

    static let everything = {
      var change = Change()
      change.isEverything = true
      return change
    }()

    static func services(_ paths: Set<String>) -> Change {
      var change = Change()
      change.services = paths
      return change
    }

    /// Takes in what has changed later.
    public mutating func add(_ later: Change) {
      isEverything = isEverything || later.isEverything
      services.formUnion(later.services)
      if let latest = later.quarantine {
        let before = quarantine.map(\.before) ?? latest.before
        quarantine = QuarantineChange(before: before, after: latest.after)
      }
      if let latest = later.baseline {
        let before = baseline.map(\.before) ?? latest.before
        baseline = BaselineChange(before: before, after: latest.after)
      }
    }

    /// Whether a test may come to another verdict by it.
    public func concerns(_ test: TestCase) -> Bool {
      isEverything || services.contains(test.service.path)
        || quarantine?.concerns(test.plainName) == true || baseline?.concerns(test) == true
    }
  }
}
