internal import Machine

/// Scenarios: programs for the host that are made of folders within those of services.
extension ImageBuilder {
  /// Makes sure that the programs of a service's scenarios are up to date.
  ///
  /// - Parameters:
  ///   - names: The folders within the service's.
  ///   - service: The service.
  ///   - skipsBuild: Whether to take the programs as they are; one that was never built is.
  ///   - limit: How long each build may take.
  /// - Returns: The programs by their folders' names, or why there are none.
  func prepareScenarios(
    _ names: Set<String>, of service: ServiceFolder, skipsBuild: Bool, limit: Duration
  ) -> Result<[String: String], RunFailure> {
    var programs: [String: String] = [:]
    for name in names.sorted() {
      switch prepare(name, of: service, skipsBuild, limit) {
      case .image(let path): programs[name] = path
      case .failure(let verdict): return .failure(RunFailure(verdict))
      }
    }
    return .success(programs)
  }

  private func prepare(
    _ name: String, of service: ServiceFolder, _ skipsBuild: Bool, _ limit: Duration
  ) -> Outcome {
    let folder = "\(service.path)/\(name)"
    guard Folder.names(in: folder).contains(where: { $0.hasSuffix(".swift") }) else {
      return .failure(Verdict(.badManifest, "there is no Swift source in \(folder)"))
    }
    let base = "\(packageRoot)/.swiftlet/scenarios/\(Self.hash(folder))"
    let (program, stamp) = ("\(base)/\(name)", "\(base)/inputs")
    if skipsBuild, Folder.exists(program) { return .image(program) }
    return takingTurns {
      let inputs = inputs(ofScenario: folder)
      let stored = Folder.readText(stamp).map(InputListing.init(parsing:))
      if let stored, Folder.exists(program), inputs.change(since: stored) == nil {
        return .image(program)
      }
      post(.buildStarted(reason: "the scenario \(name)"))
      return make(folder, limit) { path in
        Folder.create(base)
        guard Folder.copy(path, to: program), Folder.write(inputs.text, to: stamp) else {
          return .failure(Verdict(.internalError, "\(program) cannot be written"))
        }
        post(.buildEnded(wasNeeded: true))
        return .image(program)
      }
    }
  }

  private func make(
    _ folder: String, _ limit: Duration, then keep: (String) -> Outcome
  ) -> Outcome {
    var command = HostCommand(["\(packageRoot)/Tools/build-scenario", folder])
    command.folder = packageRoot
    return run(command, limit: limit) { log in
      let path = log.lastLine ?? ""
      guard Folder.exists(path) else {
        return .failure(Verdict(.internalError, "Tools/build-scenario names no program"))
      }
      return keep(path)
    }
  }

  /// Everything that a scenario's program is made of.
  private func inputs(ofScenario folder: String) -> InputListing {
    var listing = InputListing()
    listing.add(folder, as: folder)
    for name in ["Sources/TestRunner/Scenario", "Tools/build-scenario"] {
      listing.add("\(packageRoot)/\(name)", as: name)
    }
    let compiler = (try? ProgramSearch.find("swift")).flatMap(Folder.absolute)
    if let compiler { listing.add(compiler, as: compiler) }
    return listing
  }
}
