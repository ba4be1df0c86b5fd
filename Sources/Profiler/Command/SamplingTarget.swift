internal import ArgumentParser
internal import Foundation
internal import Machine
internal import Profiler
internal import Symbols
internal import Telemetry

/// Options about how samples are taken.
struct SamplingOptions: ParsableArguments {
  @Option(help: "Samples per second, 1 to 100000: 1000 if not given, and 100 from outside.")
  var rate: Double?

  @Option(help: "By which interrupt the guest samples: timer, or nmi, which sees masked code, too.")
  var mode = "timer"

  @Option(help: ArgumentHelp("Sample allocations, one in so many bytes.", valueName: "bytes"))
  var allocations: UInt64?

  @Option(
    help: ArgumentHelp(
      "Copy so much of the stack, and unwind it by the compiler's rules.", valueName: "bytes"))
  var stack: UInt32?

  @Flag(help: "With --stack: unwind each by libdw and libunwind, too, and compare.")
  var compare = false

  @Flag(help: "Do not use the guest's sampler: stop the guest, look, let it go.")
  var outside = false

  @Flag(help: "Only read what the guest has sampled so far: for one that hangs or has died.")
  var ring = false

  @Flag(help: "Sample at regular intervals, which lie about work in step with them.")
  var noJitter = false

  @Option(help: "What the random intervals begin with.")
  var seed: UInt64 = 1

  func validate() throws {
    guard (1...100_000).contains(rate ?? 1) else {
      throw ValidationError("--rate takes 1 to 100000.")
    }
    guard ["timer", "nmi"].contains(mode) else {
      throw ValidationError("--mode takes timer or nmi.")
    }
    guard !outside || (!ring && allocations == nil && stack == nil) else {
      throw ValidationError(
        "--ring, --allocations and --stack need the guest's sampler: not --outside.")
    }
    guard (8...SamplingSettings.maximumStackByteCount).contains(stack ?? 8) else {
      throw ValidationError("--stack takes 8 to \(SamplingSettings.maximumStackByteCount).")
    }
    guard (1...SamplingSettings.maximumAllocationPeriod).contains(allocations ?? 1) else {
      throw ValidationError("--allocations takes 1 to 2^40.")
    }
    guard !compare || stack != nil || ring else {
      throw ValidationError("--compare needs stacks that were copied: --stack.")
    }
  }
}

/// A machine to be sampled, with its image.
struct SamplingTarget {
  let header: RecordingHeader
  let source: any SampleSource
  let symboliser: Symboliser

  /// Attaches to a running machine.
  ///
  /// - Parameters:
  ///   - name: Its name; nil for the only one.
  ///   - options: How to sample.
  ///   - path: Another path of its image.
  /// - Throws: If there is no such machine, or its image is another one by now.
  init(_ name: String?, _ options: SamplingOptions, image path: String?) throws(ProfilerError) {
    let machine = try Self.attach(name)
    let image = path ?? machine.registration.configuration.image
    let file: ImageFile
    do throws(ImageError) {
      file = try ImageFile(path: image)
      symboliser = try Symboliser(file)
    } catch {
      throw ProfilerError("\(error)", advice: "Name the machine's image with --image FILE.")
    }
    source = try Self.source(machine, options, symboliser)
    let now = UInt64(max(0, Date().timeIntervalSince1970) * 1e9)
    let age = (source as? GuestSampler)?.age ?? 0
    header = RecordingHeader(
      machine: machine.registration.name, image: image, buildIdentity: file.buildIdentity ?? "",
      source: source.description,
      startTime: now - min(now, age))
  }

  /// The guest's own sampler; where there is none, or it is not wanted, a look from outside.
  private static func source(
    _ machine: AttachedMachine, _ options: SamplingOptions, _ symboliser: Symboliser
  ) throws(ProfilerError) -> any SampleSource {
    let hasSampler = symboliser.symbols.symbol(named: "kernel_sampler") != nil
    guard hasSampler, !options.outside else {
      if options.ring || options.allocations != nil || options.stack != nil || options.mode == "nmi"
      {
        throw ProfilerError(
          "\(machine.registration.name) runs an image without a sampler",
          advice: "`testrunner boot` links it unless it is told otherwise by --tools.")
      }
      if !options.outside {
        Terminal.writeError("note: the guest has no sampler: it is sampled from outside\n")
      }
      return try OutsideSource(
        machine, symboliser: symboliser, rate: min(options.rate ?? 100, 1000),
        seed: options.noJitter ? nil : options.seed)
    }
    var settings = SamplingSettings(
      mode: options.mode == "nmi" ? .nonMaskable : .timer, rate: UInt32(options.rate ?? 1000),
      jitter: options.noJitter ? 0 : 500, seed: options.seed)
    settings.allocationPeriod = options.allocations ?? 0
    settings.stackByteCount = options.stack ?? 0
    return try GuestSampler(
      machine, symboliser: symboliser, settings: settings, readsOnly: options.ring,
      comparesLibraries: options.compare)
  }

  /// Finds a running machine from the working folder or the program's own package.
  static func attach(_ name: String?) throws(ProfilerError) -> AttachedMachine {
    do throws(MachineError) {
      return try AttachedMachine(name, in: VMRegistry(root: packageRoot + "/.swiftlet"))
    } catch {
      throw ProfilerError(
        "\(error)", advice: "Start one: swift run testrunner boot IntegrationTests/dns")
    }
  }

  /// The folder that this program lies in.
  static var programFolder: String {
    URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().path
  }

  /// The folder of the package that this program was built in, or that around the working folder.
  static var packageRoot: String {
    let places = [programFolder + "/.", FileManager.default.currentDirectoryPath + "/."]
    for place in places {
      var folder = URL(filePath: place)
      while folder.path != "/" {
        folder.deleteLastPathComponent()
        let script = folder.appending(path: "Tools/build-image").path
        if FileManager.default.fileExists(atPath: script) { return folder.path }
      }
    }
    return "."
  }
}
