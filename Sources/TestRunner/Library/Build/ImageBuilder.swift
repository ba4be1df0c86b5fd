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

  /// Makes a builder.
  ///
  /// - Parameters:
  ///   - packageRoot: Absolute path of the package.
  ///   - configuration: How images are compiled; nil leaves it to `SWIFTLET_CONFIGURATION`.
  ///   - tools: What the images are linked with beside their service.
  ///   - post: Takes events for reporters.
  init(
    packageRoot: String, configuration: BuildConfiguration? = nil, tools: Set<GuestTool> = [],
    post: @escaping (RunEvent) -> Void
  ) {
    self.packageRoot = packageRoot
    self.configuration = configuration ?? .ofEnvironment
    self.tools = tools
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
    let stamp = stampPath(of: service)
    let stored = Folder.readText(stamp).map(InputListing.init(parsing:))
    let image = imagePath(of: service)
    if skipsBuild { return present(image, of: service, stored) }
    let inputs = inputs(of: service)
    guard let reason = reason(inputs, stored, image) else {
      post(.buildEnded(wasNeeded: false))
      return .image(image)
    }
    // An interrupted build must not leave a stamp that praises what was there before.
    unlink(stamp)
    post(.buildStarted(reason: reason))
    let outcome = build(service, limit: limit)
    if case .image(let path) = outcome {
      var complete = inputs
      complete.add(path, as: Self.imageName)
      Folder.create("\(packageRoot)/.swiftlet/images")
      Folder.write(complete.text, to: stamp)
      post(.buildEnded(wasNeeded: true))
    }
    return outcome
  }

  /// The image as it is.
  ///
  /// Services outside the package take turns in one file, so that only the stamp knows whose it is.
  private func present(
    _ image: String, of service: ServiceFolder, _ stored: InputListing?
  ) -> Outcome {
    let isMissing =
      service.isExternal
      ? stored?.holds(image, as: Self.imageName) != true : !Folder.exists(image)
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
    var log = BuildLog()
    var command = HostCommand(["\(packageRoot)/Tools/build-image", service.path])
    command.folder = packageRoot
    command.environment["SWIFTLET_CONFIGURATION"] = configuration.rawValue
    command.environment["TOOLS"] = toolWords
    if service.isExternal {
      command.environment["SERVICE_PATH"] = link(to: service)
    } else {
      command.words[1] = "IntegrationTests/\(service.name)"
    }
    do throws(MachineError) {
      let ending = try command.run(
        limit: limit, tick: { post(.waiting(activity: "building the image", duration: $0)) },
        take: { for line in log.take($0) { post(.buildProgress(line)) } })
      return outcome(ending, log, limit)
    } catch {
      return .failure(Verdict(.internalError, "\(error)"))
    }
  }

  private func outcome(_ ending: HostCommand.Ending, _ log: BuildLog, _ limit: Duration) -> Outcome
  {
    switch ending {
    case .ended(let status) where status.isSuccess:
      let path = log.lastLine ?? ""
      return Folder.exists(path)
        ? .image(path) : .failure(Verdict(.internalError, "Tools/build-image names no image"))
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
  private func inputs(of service: ServiceFolder) -> InputListing {
    var listing = InputListing()
    let hostOnly: Set = ["Sources/TestRunner", "Sources/Profiler"]
    listing.add("\(packageRoot)/Sources", as: "Sources", excluding: hostOnly.contains)
    let tools = ["build-image", "pack-files", "kernel.ld", "Toolsets"].map { "Tools/\($0)" }
    for name in tools + ["Package.swift"] {
      listing.add("\(packageRoot)/\(name)", as: name)
    }
    let name = service.isExternal ? service.path : "IntegrationTests/\(service.name)"
    let others: Set = ["\(name)/test.yaml", "\(name)/Files"]
    listing.add(service.path, as: name, excluding: others.contains)
    listing.addAll("\(service.path)/Files", as: "\(name)/Files")
    let compiler = (try? ProgramSearch.find("swift")).flatMap(Folder.absolute)
    if let compiler { listing.add(compiler, as: compiler) }
    listing.add(fact: "SWIFTLET_CONFIGURATION\t\(configuration.rawValue)")
    listing.add(fact: "TOOLS\t\(toolWords)")
    return listing
  }

  /// The tools as words for `Tools/build-image`, always in the same order.
  private var toolWords: String { tools.map(\.rawValue).sorted().joined(separator: " ") }

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
    let folder = "\(packageRoot)/.build/image/x86_64-unknown-linux-gnu"
    return "\(folder)/\(configuration.rawValue)/\(service.product)"
  }

  private func stampPath(of service: ServiceFolder) -> String {
    let name = service.isExternal ? "\(service.name)-\(Self.hash(service.path))" : service.product
    // The images of both configurations stay, so each has a stamp.
    let suffix = configuration == .release ? "" : ".\(configuration.rawValue)"
    return "\(packageRoot)/.swiftlet/images/\(name)\(suffix).inputs"
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
