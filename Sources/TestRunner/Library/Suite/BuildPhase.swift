internal import Machine

/// Makes the images of all tests before the first one runs.
struct BuildPhase {
  /// From so many on, one build of everything takes less time than one of each.
  static let manyCount = 4

  /// Absolute path of the package.
  let packageRoot: String
  let options: RunOptions
  /// Takes events for reporters.
  let post: (RunEvent) -> Void
  /// Whether the user has stopped the run.
  let isStopped: () -> Bool

  /// Brings the images of tests up to date.
  ///
  /// - Parameter cases: The tests; several may be of one service.
  /// - Returns: What came of each, by the path of the service.
  func build(_ cases: [TestCase]) -> [String: ImageBuilder.Outcome] {
    var services: [(test: TestCase, manifest: Manifest)] = []
    var seen: Set<String> = []
    for test in cases {
      guard let manifest = try? test.manifest.get() else { continue }
      if seen.insert(test.service.path).inserted { services.append((test, manifest)) }
    }
    services.removeAll { !Folder.exists("\($0.test.service.path)/Service.swift") }
    let stale = services.filter { builder($0.manifest).isStale($0.test.service) }
    let plain = stale.filter { isPlain($0.test, $0.manifest) }
    if plain.count >= Self.manyCount {
      let services = plain.map(\.test.service)
      let verdict = builder(Manifest()).prepareAll(services, limit: .seconds(3600))
      // Any other failure comes up again, with the service whose fault it is.
      if let verdict, verdict.kind == .interrupted {
        return Dictionary(
          services.map { ($0.path, .failure(verdict)) }, uniquingKeysWith: { first, _ in first })
      }
    }
    var outcomes: [String: ImageBuilder.Outcome] = [:]
    for (test, manifest) in services where !isStopped() {
      let outcome = builder(manifest).prepare(
        test.service, skipsBuild: false, limit: manifest.limits.build)
      outcomes[test.service.path] = outcome
      if outcome.isInterrupted { break }
      // What fails here comes up again, with the test whose fault it is.
      _ = builder(manifest).prepareScenarios(
        Set(manifest.scenarios.compactMap(\.folder)), of: test.service, skipsBuild: false,
        limit: manifest.limits.build)
    }
    return outcomes
  }

  /// Whether a build of everything makes this image as a build of it alone would.
  private func isPlain(_ test: TestCase, _ manifest: Manifest) -> Bool {
    let configuration = manifest.configuration ?? .ofEnvironment
    return !test.service.isExternal && options.tools == nil
      && configuration == .ofEnvironment && !Folder.isFolder("\(test.service.path)/Files")
  }

  private func builder(_ manifest: Manifest) -> ImageBuilder {
    var builder = ImageBuilder(
      packageRoot: packageRoot, configuration: manifest.configuration,
      tools: options.tools ?? manifest.tools, notesCoverage: options.collectsCoverage, post: post)
    builder.isStopped = isStopped
    return builder
  }
}

extension ImageBuilder.Outcome {
  /// Whether the user stopped the build.
  var isInterrupted: Bool {
    if case .failure(let verdict) = self { verdict.kind == .interrupted } else { false }
  }
}
