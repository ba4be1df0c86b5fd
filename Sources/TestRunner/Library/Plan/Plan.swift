internal import Machine

/// What a run of the runner will do, settled before anything starts.
public struct Plan: Equatable, Sendable {
  public var cases: [TestCase] = []

  public init() {}

  /// Plans the tests of some services: each on every machine that its manifest names.
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
        test.repeatWords = Self.repeatWords(service, .microvm, options, isOne: true)
        cases.append(test)
        continue
      }
      for machine in options.machine.map({ [$0] }) ?? base.machines {
        var changed = base
        changed.memoryMegabytes = options.memoryMegabytes ?? base.memoryMegabytes
        changed.limits = base.limits.scaled(by: options.timeoutScale)
        var test = TestCase(service: service, manifest: .success(changed), machine: machine)
        test.isOneOfSeveral = base.machines.count > 1
        test.repeatWords = Self.repeatWords(service, machine, options, isOne: !test.isOneOfSeveral)
        cases.append(test)
      }
    }
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

  private static func repeatWords(
    _ service: ServiceFolder, _ machine: MachineKind, _ options: RunOptions, isOne: Bool
  ) -> [String] {
    var exact = options
    if !isOne { exact.machine = machine }
    let path = service.isExternal ? service.path : "IntegrationTests/\(service.name)"
    return ["swift", "run", "testrunner", path] + exact.words
  }
}
