internal import Glibc
internal import Machine

/// Turns service folders into images, and knows when there is nothing to do.
struct ImageBuilder {
  /// Absolute path of the package.
  let packageRoot: String
  /// Takes events for reporters.
  let post: (RunEvent) -> Void
  /// How images are compiled: that of a manifest, or else of the environment.
  let configuration: BuildConfiguration
  /// What the images are linked with beside their service.
  let tools: Set<GuestTool>
  /// Whether the images note what they execute.
  let notesCoverage: Bool
  /// Whether the user has stopped the run.
  var isStopped: () -> Bool = { false }

  /// Makes a builder.
  ///
  /// - Parameters:
  ///   - packageRoot: Absolute path of the package.
  ///   - configuration: How images are compiled; nil leaves it to `SWIFTLET_CONFIGURATION`.
  ///   - tools: What the images are linked with beside their service.
  ///   - notesCoverage: Whether the images note what they execute.
  ///   - post: Takes events for reporters.
  init(
    packageRoot: String, configuration: BuildConfiguration? = nil, tools: Set<GuestTool> = [],
    notesCoverage: Bool = false, post: @escaping (RunEvent) -> Void
  ) {
    self.packageRoot = packageRoot
    self.configuration = configuration ?? .ofEnvironment
    self.tools = tools
    self.notesCoverage = notesCoverage
    self.post = post
  }

  /// What came of a build.
  enum Outcome: Equatable {
    /// Path of the image's ELF file.
    case image(String)
    case failure(Verdict)
  }

  /// Makes sure that a service's image is up to date.
  ///
  /// - Parameters:
  ///   - service: The service.
  ///   - skipsBuild: Whether to take the image as it is.
  ///   - limit: How long the build may take.
  /// - Returns: The image, or why there is none.
  func prepare(_ service: ServiceFolder, skipsBuild: Bool, limit: Duration) -> Outcome {
    guard Folder.exists("\(service.path)/Service.swift") else {
      return .failure(Verdict(.badManifest, "there is no \(service.path)/Service.swift"))
    }
    if skipsBuild { return present(imagePath(of: service), of: service) }
    return takingTurns { bringUpToDate(service, limit: limit) }
  }

  /// Whether a service's image must be made anew.
  func isStale(_ service: ServiceFolder) -> Bool {
    reason(inputs(of: service), stamp(of: service), imagePath(of: service)) != nil
  }

  /// Makes the images of several services of this package by one build.
  ///
  /// - Parameters:
  ///   - services: Those whose images are out of date.
  ///   - limit: How long the build may take.
  /// - Returns: Why it failed; nil if it did not.
  func prepareAll(_ services: [ServiceFolder], limit: Duration) -> Verdict? {
    let outcome = takingTurns {
      var command = HostCommand(["\(packageRoot)/Tools/build-image", "--all"])
      command.folder = packageRoot
      command.environment = environment
      let listings = services.map { inputs(of: $0, tools: ownTools($0)) }
      for service in services { unlink(stampPath(of: service)) }
      post(.buildStarted(reason: "\(services.count) images"))
      let outcome = run(command, limit: limit) { _ in .image("") }
      guard case .image = outcome else { return outcome }
      for (service, listing) in zip(services, listings) {
        praise(imagePath(of: service), listing, at: stampPath(of: service))
      }
      post(.buildEnded(wasNeeded: true))
      return outcome
    }
    if case .failure(let verdict) = outcome { return verdict }
    return nil
  }

  /// Does something while no other runner builds.
  func takingTurns(_ body: () -> Outcome) -> Outcome {
    mkdir("\(packageRoot)/.swiftlet", 0o755)
    var isTold = false
    let outcome = FileLock.withLock("\(packageRoot)/.swiftlet/build.lock") {
      if !isTold { post(.note("waiting for another runner that builds")) }
      isTold = true
      return !isStopped()
    } body: {
      body()
    }
    return outcome ?? .failure(Verdict(.interrupted, "stopped by the user"))
  }

  private func bringUpToDate(_ service: ServiceFolder, limit: Duration) -> Outcome {
    let stored = stamp(of: service)
    let image = imagePath(of: service)
    let inputs = inputs(of: service)
    guard let reason = reason(inputs, stored, image) else {
      post(.buildEnded(wasNeeded: false))
      return .image(image)
    }
    // An interrupted build must not leave a stamp that praises what was there before.
    unlink(stampPath(of: service))
    post(.buildStarted(reason: reason))
    let outcome = build(service, limit: limit)
    if case .image(let path) = outcome {
      praise(path, inputs, at: stampPath(of: service))
      post(.buildEnded(wasNeeded: true))
    }
    return outcome
  }

  /// Notes of what an image was made.
  private func praise(_ image: String, _ inputs: InputListing, at stamp: String) {
    var complete = inputs
    complete.add(image, as: Self.imageName)
    Folder.create("\(packageRoot)/.swiftlet/images")
    Folder.write(complete.text, to: stamp)
  }

  /// Of what a service's image was made last; nil if nobody knows.
  private func stamp(of service: ServiceFolder) -> InputListing? {
    Folder.readText(stampPath(of: service)).map(InputListing.init(parsing:))
  }

  /// The image as it is.
  ///
  /// Services outside the package take turns in one file, so that only the stamp knows whose it is.
  private func present(
    _ image: String, of service: ServiceFolder
  ) -> Outcome {
    let isMissing =
      service.isExternal
      ? stamp(of: service)?.holds(image, as: Self.imageName) != true : !Folder.exists(image)
    guard isMissing else { return .image(image) }
    return .failure(Verdict(.buildFailure, "there is no image yet, and none may be built"))
  }

  /// Why the image must be built; nil if it is up to date.
  private func reason(_ inputs: InputListing, _ stored: InputListing?, _ image: String) -> String? {
    guard let stored else { return "for the first time" }
    var current = inputs
    current.add(image, as: Self.imageName)
    return current.change(since: stored)
  }

  private func build(_ service: ServiceFolder, limit: Duration) -> Outcome {
    var command = HostCommand(["\(packageRoot)/Tools/build-image", service.path])
    command.folder = packageRoot
    command.environment = environment
    command.environment["TOOLS"] = Self.words(tools)
    if service.isExternal {
      command.environment["SERVICE_PATH"] = link(to: service)
    } else {
      command.words[1] = "IntegrationTests/\(service.name)"
    }
    return run(command, limit: limit) { log in
      let path = log.lastLine ?? ""
      guard Folder.exists(path) else {
        return .failure(Verdict(.internalError, "Tools/build-image names no image"))
      }
      return service.isExternal ? keep(path, of: service) : .image(path)
    }
  }

  /// Copies the image of a service outside the package: all of them take turns in one file.
  private func keep(_ path: String, of service: ServiceFolder) -> Outcome {
    Folder.create("\(packageRoot)/.swiftlet/images")
    let own = imagePath(of: service)
    guard Folder.copy(path, to: own) else {
      return .failure(Verdict(.internalError, "cannot copy the image to \(own)"))
    }
    return .image(own)
  }

  /// What tells the build how images are compiled.
  private var environment: [String: String] {
    var variables = ["SWIFTLET_CONFIGURATION": configuration.rawValue]
    if notesCoverage { variables["COVERAGE"] = "1" }
    return variables
  }

  func run(
    _ command: HostCommand, limit: Duration, whenBuilt: (BuildLog) -> Outcome
  ) -> Outcome {
    var log = BuildLog()
    do throws(MachineError) {
      let ending = try command.run(
        limit: limit, tick: { post(.waiting(activity: "building the image", duration: $0)) },
        take: { for line in log.take($0) { post(.buildProgress(line)) } })
      if case .ended(let status) = ending, status.isSuccess { return whenBuilt(log) }
      return failure(ending, log, limit)
    } catch {
      return .failure(Verdict(.internalError, "\(error)"))
    }
  }

  private func failure(_ ending: HostCommand.Ending, _ log: BuildLog, _ limit: Duration) -> Outcome
  {
    switch ending {
    case .ended:
      let reason = log.firstError.map(relative) ?? "the build failed"
      return .failure(Verdict(.buildFailure, reason, details: log.errors.map(relative)))
    case .interrupted: return .failure(Verdict(.interrupted, "stopped by the user"))
    case .overtime:
      let time = DurationText.short(limit)
      return .failure(Verdict(.buildFailure, "the build took longer than \(time)"))
    }
  }

  /// A line with paths of the package made short.
  private func relative(_ line: String) -> String { line.replacing(packageRoot + "/", with: "") }

  /// Everything that an image of the service is made of.
  private func inputs(
    of service: ServiceFolder, tools: Set<GuestTool>? = nil
  ) -> InputListing {
    let toolWords = Self.words(tools ?? self.tools)
    var listing = InputListing()
    let hostOnly: Set = ["Sources/TestRunner", "Sources/Profiler"]
    listing.add("\(packageRoot)/Sources", as: "Sources", excluding: hostOnly.contains)
    let programs = ["build-image", "pack-files", "kernel.ld", "Toolsets"].map { "Tools/\($0)" }
    for name in programs + ["Package.swift"] {
      listing.add("\(packageRoot)/\(name)", as: name)
    }
    let name = service.isExternal ? service.path : "IntegrationTests/\(service.name)"
    // Of folders only that of files is part of an image: others hold scenarios, say.
    let folders = Folder.names(in: service.path).filter { Folder.isFolder("\(service.path)/\($0)") }
    let apart = folders + ["test.yaml", CountBaseline.fileName, "Files"]
    let others = Set(apart.map { "\(name)/\($0)" })
    listing.add(service.path, as: name, excluding: others.contains)
    listing.addAll("\(service.path)/Files", as: "\(name)/Files")
    let compiler = (try? ProgramSearch.find("swift")).flatMap(Folder.absolute)
    if let compiler { listing.add(compiler, as: compiler) }
    listing.add(fact: "SWIFTLET_CONFIGURATION\t\(configuration.rawValue)")
    listing.add(fact: "TOOLS\t\(toolWords)")
    if notesCoverage { listing.add(fact: "COVERAGE") }
    return listing
  }

  /// The tools as words for `Tools/build-image`, always in the same order.
  private static func words(_ tools: Set<GuestTool>) -> String {
    tools.map(\.rawValue).sorted().joined(separator: " ")
  }

  /// The tools that a service's manifest names, which a build of everything links.
  private func ownTools(_ service: ServiceFolder) -> Set<GuestTool> {
    let text = Folder.readText(service.manifestPath) ?? ""
    return (try? ManifestReader.read(text, path: service.manifestPath))?.tools ?? []
  }

  /// The link inside the package by which it reaches a service outside, relative to the package.
  private func link(to service: ServiceFolder) -> String {
    let folder = ".swiftlet/services"
    let path = "\(folder)/\(service.name)-\(Self.hash(service.path))"
    Folder.create("\(packageRoot)/\(folder)")
    unlink("\(packageRoot)/\(path)")
    symlink(service.path, "\(packageRoot)/\(path)")
    return path
  }

  private func imagePath(of service: ServiceFolder) -> String {
    if service.isExternal {
      let name = "\(service.name)-\(Self.hash(service.path)).\(variant)"
      return "\(packageRoot)/.swiftlet/images/\(name).elf"
    }
    let scratch = notesCoverage ? "coverage" : "image"
    let folder = "\(packageRoot)/.build/\(scratch)/x86_64-unknown-linux-gnu"
    return "\(folder)/\(configuration.rawValue)/\(service.product)"
  }

  private func stampPath(of service: ServiceFolder) -> String {
    let name = service.isExternal ? "\(service.name)-\(Self.hash(service.path))" : service.product
    // The images of both configurations stay, so each has a stamp.
    let suffix = variant == BuildConfiguration.release.rawValue ? "" : ".\(variant)"
    return "\(packageRoot)/.swiftlet/images/\(name)\(suffix).inputs"
  }

  /// What tells the images of a service apart.
  private var variant: String {
    configuration.rawValue + (notesCoverage ? ".coverage" : "")
  }

  /// What a listing calls the image itself.
  private static let imageName = "the image"

  /// A short name for a path: FNV-1a, in hexadecimal.
  static func hash(_ text: String) -> String {
    let value = text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01b3
    }
    return String(value, radix: 16)
  }
}
