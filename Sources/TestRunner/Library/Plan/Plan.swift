internal import Machine

/// What a run of the runner will do, settled before anything starts.
public struct Plan: Equatable, Sendable {
  public var cases: [TestCase] = []

  public init() {}

  /// Plans the tests of some services: each on every machine, and so on, that its manifest names.
  ///
  /// - Parameters:
  ///   - services: The folders, in order.
  ///   - options: What the command line changes.
  ///   - read: Gives the text of a manifest; nil if there is none.
  public init(
    _ services: [ServiceFolder], options: RunOptions, reading read: (ServiceFolder) -> String?
  ) {
    for service in services {
      let manifest = Self.manifest(of: service, read)
      guard case .success(let base) = manifest else {
        var test = TestCase(service: service, manifest: manifest, machine: .microvm)
        test.repeatWords = Self.repeatWords(service, options)
        cases.append(test)
        continue
      }
      cases += Self.cases(of: service, base, options)
    }
  }

  /// Only those tests that a filter accepts.
  public func filtered(by filter: TestFilter) -> Plan {
    var plan = self
    plan.cases.removeAll { !filter.accepts($0) }
    return plan
  }

  /// Only those tests that belong to a part of the suite.
  public func part(_ shard: Shard, history: DurationHistory) -> Plan {
    var plan = self
    plan.cases = shard.select(cases.map(\.name)) { history[$0] }.map { cases[$0] }
    return plan
  }

  /// The tests of one service: every combination of what its manifest names.
  private static func cases(
    of service: ServiceFolder, _ manifest: Manifest, _ options: RunOptions
  ) -> [TestCase] {
    var media: [BootMedium?] = manifest.media
    if let medium = options.medium { media = [medium] }
    if media.isEmpty { media = [nil] }
    // What boots from a disk needs a machine with one.
    let machines = manifest.machines.filter { media == [nil] || $0 != .microvm }
    let limits = media == [nil] ? manifest.limits : manifest.limits.withFirmware
    var exact = manifest
    exact.limits = limits.scaled(by: options.timeoutScale)
    let first = TestCase(service: service, manifest: .success(exact), machine: .microvm)
    let named = options.machine.map { [$0] } ?? (machines.isEmpty ? [.pc] : machines)
    var cases = [first]
    cases = each(cases, named) { $0.machine = $1 }
    cases = each(cases, media) { $0.medium = $1 }
    cases = each(cases, options.memoryMegabytes.map { [$0] } ?? manifest.memorySizes) {
      $0.memoryMegabytes = $1
    }
    cases = each(cases, options.processorCount.map { [$0] } ?? manifest.processorCounts) {
      $0.processorCount = $1
    }
    let accelerators =
      options.accelerator == .auto ? manifest.accelerators : [options.accelerator]
    cases = each(cases, accelerators) { $0.accelerator = $1 }
    // Linux is the same on every machine.
    if options.isReference { cases = Array(cases.prefix(1)) }
    return cases.map { distinguished($0, among: manifest, options) }
  }

  /// Every case with every value.
  private static func each<Value>(
    _ cases: [TestCase], _ values: [Value], set: (inout TestCase, Value) -> Void
  ) -> [TestCase] {
    cases.flatMap { test in
      values.map { value in
        var copy = test
        set(&copy, value)
        return copy
      }
    }
  }

  /// A test with what tells it from the others of its manifest.
  private static func distinguished(
    _ test: TestCase, among manifest: Manifest, _ options: RunOptions
  ) -> TestCase {
    var (test, exact) = (test, options)
    if manifest.hasBadLink || !manifest.scenarios.isEmpty {
      test.linkSeed = options.linkSeed ?? manifest.wire.seed ?? .random(in: 1...999_999)
      // What the manifest names repeats by itself.
      if manifest.wire.seed == nil { exact.linkSeed = test.linkSeed }
      test.drawsSeed = exact.linkSeed != nil
    }
    if options.isReference {
      test.variant = ["Linux"]
      test.repeatWords = repeatWords(test.service, exact)
      return test
    }
    if manifest.machines.count > 1 {
      test.variant.append(test.machine.rawValue)
      exact.machine = test.machine
    }
    if let medium = test.medium, manifest.media.count > 1 {
      test.variant.append("\(medium)")
      exact.medium = medium
    }
    if manifest.memorySizes.count > 1 {
      test.variant.append("\(test.memoryMegabytes) MB")
      exact.memoryMegabytes = test.memoryMegabytes
    }
    if manifest.processorCounts.count > 1 {
      let count = test.processorCount
      test.variant.append(count == 1 ? "1 processor" : "\(count) processors")
      exact.processorCount = count
    }
    if manifest.accelerators.count > 1 {
      test.variant.append(test.accelerator.rawValue)
      exact.accelerator = test.accelerator
    }
    test.repeatWords = repeatWords(test.service, exact)
    return test
  }

  private static func manifest(
    of service: ServiceFolder, _ read: (ServiceFolder) -> String?
  ) -> Result<Manifest, InvalidManifest> {
    guard let text = read(service) else {
      let problem = ManifestProblem(line: 1, column: 1, message: "there is no such file")
      return .failure(
        InvalidManifest(path: service.manifestPath, problems: [problem], lines: []))
    }
    do {
      return .success(try ManifestReader.read(text, path: service.manifestPath))
    } catch {
      return .failure(error)
    }
  }

  private static func repeatWords(_ service: ServiceFolder, _ options: RunOptions) -> [String] {
    let path = service.isExternal ? service.path : "IntegrationTests/\(service.name)"
    return PackageRoot.command() + [PackageRoot.visible(path)] + options.words
  }
}
