internal import ArgumentParser
internal import Foundation
internal import Machine
internal import Profiler
internal import Symbols

/// Options about how samples are taken.
struct SamplingOptions: ParsableArguments {
  @Option(help: "Samples per second, 1 to 100000; from outside some 500 are possible.")
  var rate = 100.0

  @Flag(help: "Sample at regular intervals, which lie about work in step with them.")
  var noJitter = false

  @Option(help: "What the random intervals begin with.")
  var seed: UInt64 = 1

  func validate() throws {
    guard (1...100_000).contains(rate) else {
      throw ValidationError("--rate takes 1 to 100000.")
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
    source = try OutsideSource(
      machine, symboliser: symboliser, rate: options.rate,
      seed: options.noJitter ? nil : options.seed)
    header = RecordingHeader(
      machine: machine.registration.name, image: image, buildIdentity: file.buildIdentity ?? "",
      source: source.description,
      startTime: UInt64(max(0, Date().timeIntervalSince1970) * 1e9))
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

  /// The folder of the package that this program was built in, or that around the working folder.
  private static var packageRoot: String {
    let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().path
    let places = [program, FileManager.default.currentDirectoryPath + "/."]
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
