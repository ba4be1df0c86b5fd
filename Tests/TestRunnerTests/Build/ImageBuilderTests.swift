internal import Foundation
internal import TestSupport
internal import Testing

@testable internal import TestRunner

/// Builds with a script in the place of the real one.
@Suite struct ImageBuilderTests {
  /// A package with one service, removed with the value.
  private final class Package {
    private let folder: TemporaryFolder
    var root: String { folder.path }
    var events: [RunEvent] = []

    init(script: String) throws {
      folder = try TemporaryFolder()
      try write("Package.swift", "")
      try write("Sources/Net/A.swift", "a")
      try write("Sources/TestRunner/B.swift", "b")
      try write("IntegrationTests/x/Service.swift", "x")
      try write("IntegrationTests/x/test.yaml", "{}")
      try write("Tools/build-image", "#!/bin/sh\n\(script)\n")
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: "\(root)/Tools/build-image")
    }

    /// Writes the image where the real script puts it, notes each build, and says the path.
    static let successful = """
      scratch=$PWD/.build/image
      [ -z "$COVERAGE" ] || scratch=$PWD/.build/coverage
      folder=$scratch/x86_64-unknown-linux-gnu/$SWIFTLET_CONFIGURATION
      image=$folder/${SERVICE_PATH:+external}
      [ -n "$SERVICE_PATH" ] || image=$image$(basename "$1")
      mkdir -p "$(dirname "$image")" && echo "$1 $SERVICE_PATH$TOOLS" >> "$image"
      echo '[1/2] Compiling A' >&2
      echo "$image"
      """

    func write(_ name: String, _ text: String) throws { try folder.write(text, to: name) }

    func prepare(
      _ service: String = "IntegrationTests/x", skipsBuild: Bool = false,
      configuration: BuildConfiguration? = nil, tools: Set<GuestTool> = [],
      notesCoverage: Bool = false
    ) -> ImageBuilder.Outcome {
      events = []
      let builder = ImageBuilder(
        packageRoot: root, configuration: configuration, tools: tools,
        notesCoverage: notesCoverage
      ) { self.events.append($0) }
      let path = service.hasPrefix("/") ? service : "\(root)/\(service)"
      let folder = ServiceFolder(path: path, packageRoot: root)
      return builder.prepare(folder, skipsBuild: skipsBuild, limit: .seconds(20))
    }

    var image: String { "\(root)/.build/image/x86_64-unknown-linux-gnu/release/x" }
    /// The reason of the last build; nil if nothing was built.
    var reason: String? {
      for case .buildStarted(let reason) in events { return reason }
      return nil
    }
  }

  /// A folder outside the package with a service.
  private func makeOutside() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("s", to: "Service.swift")
    return folder
  }

  @Test func `images that note what they execute lie elsewhere, beside the others`() throws {
    let package = try Package(script: Package.successful)
    let image = package.image.replacing(".build/image", with: ".build/coverage")
    #expect(package.prepare() == .image(package.image))
    let covered = package.prepare(notesCoverage: true)
    #expect(package.reason == "for the first time")
    #expect(covered == .image(image))
    #expect(package.prepare() == .image(package.image) && package.reason == nil)
    #expect(package.prepare(notesCoverage: true) == .image(image) && package.reason == nil)
  }

  @Test func `builds once and again only after a change`() throws {
    let package = try Package(script: Package.successful)
    #expect(package.prepare() == .image(package.image))
    #expect(package.reason == "for the first time")
    #expect(package.events.contains(.buildProgress("[1/2] Compiling A")))
    #expect(package.prepare() == .image(package.image))
    #expect(package.events == [.buildEnded(wasNeeded: false)])
    try package.write("Sources/Net/A.swift", "changed")
    _ = package.prepare()
    #expect(package.reason == "Sources/Net/A.swift changed")
    try FileManager.default.removeItem(atPath: "\(package.root)/Sources/Net/A.swift")
    _ = package.prepare()
    #expect(package.reason == "Sources/Net/A.swift is gone")
    #expect(package.prepare() == .image(package.image))
    #expect(package.reason == nil)
  }

  @Test func `the runner's sources and the manifest do not matter`() throws {
    let package = try Package(script: Package.successful)
    _ = package.prepare()
    try package.write("Sources/TestRunner/B.swift", "changed")
    try package.write("IntegrationTests/x/test.yaml", "memory: 3")
    _ = package.prepare()
    #expect(package.reason == nil)
  }

  @Test func `an image that somebody changed or removed is built again`() throws {
    let package = try Package(script: Package.successful)
    _ = package.prepare()
    try "other".write(toFile: package.image, atomically: false, encoding: .utf8)
    _ = package.prepare()
    #expect(package.reason == "the image changed")
    try FileManager.default.removeItem(atPath: package.image)
    #expect(package.prepare() == .image(package.image))
    #expect(package.reason == "the image is gone")
  }

  @Test func `a failed build shows its errors and is tried again`() throws {
    let script = "echo \"$PWD/Sources/A.swift:1:1: error: no\"; exit 1"
    let package = try Package(script: script)
    for _ in 0..<2 {
      guard case .failure(let verdict) = package.prepare() else {
        Issue.record("the build must fail")
        return
      }
      #expect(verdict.kind == .buildFailure)
      #expect(verdict.reason.hasSuffix("Sources/A.swift:1:1: error: no"))
      #expect(package.reason == "for the first time")
    }
  }

  @Test func `an image can be taken as it is`() throws {
    let package = try Package(script: Package.successful)
    guard case .failure(let verdict) = package.prepare(skipsBuild: true) else {
      Issue.record("there is no image to take")
      return
    }
    #expect(verdict.kind == .buildFailure)
    _ = package.prepare()
    try package.write("Sources/Net/A.swift", "changed")
    #expect(package.prepare(skipsBuild: true) == .image(package.image))
    #expect(package.reason == nil)
  }

  @Test func `a service outside is reached through a link`() throws {
    let package = try Package(script: Package.successful)
    let outside = try makeOutside()
    guard case .image(let image) = package.prepare(outside.path) else {
      Issue.record("the build must succeed")
      return
    }
    #expect(image.hasSuffix(".release.elf"))
    let said = try String(contentsOfFile: image, encoding: .utf8)
    let link = try #require(said.split(separator: " ").last).dropLast()
    let target = try FileManager.default.destinationOfSymbolicLink(
      atPath: "\(package.root)/\(link)")
    #expect(target == outside.path)
    _ = package.prepare(outside.path)
    #expect(package.reason == nil)
  }

  @Test func `services outside have an image each, though the build makes one for all`() throws {
    let package = try Package(script: Package.successful)
    let (first, second) = (try makeOutside(), try makeOutside())
    _ = package.prepare(first.path)
    #expect(package.reason == "for the first time")
    #expect(package.prepare(second.path, skipsBuild: true).isBuildFailure)
    _ = package.prepare(second.path)
    #expect(package.reason == "for the first time")
    var images: [ImageBuilder.Outcome] = []
    for service in [first, second] {
      let image = package.prepare(service.path)
      #expect(package.reason == nil)
      #expect(package.prepare(service.path, skipsBuild: true) == image)
      images.append(image)
    }
    #expect(images[0] != images[1])
    // What somebody has put in its place is not it.
    guard case .image(let path) = images[0] else { return }
    try "another".write(toFile: path, atomically: true, encoding: .utf8)
    #expect(package.prepare(first.path, skipsBuild: true).isBuildFailure)
    _ = package.prepare(first.path)
    #expect(package.reason == "the image changed")
  }

  @Test func `images of both configurations stay`() throws {
    let package = try Package(script: Package.successful)
    #expect(package.prepare() == .image(package.image))
    let debug = package.image.replacing("/release/", with: "/debug/")
    #expect(package.prepare(configuration: .debug) == .image(debug))
    #expect(package.reason == "for the first time")
    for configuration in [BuildConfiguration.release, .debug] {
      _ = package.prepare(configuration: configuration)
      #expect(package.reason == nil)
    }
  }

  @Test func `links the tools that are asked for`() throws {
    let package = try Package(script: Package.successful)
    _ = package.prepare(tools: [.sampler, .gdb])
    #expect(try String(contentsOfFile: package.image, encoding: .utf8).contains("gdb sampler"))
    _ = package.prepare(tools: [.gdb, .sampler])
    #expect(package.reason == nil)
    _ = package.prepare()
    #expect(package.reason != nil)
  }

  @Test func `a folder without a service is no folder for a test`() throws {
    let package = try Package(script: Package.successful)
    guard case .failure(let verdict) = package.prepare("IntegrationTests/none") else {
      Issue.record("there is nothing to build")
      return
    }
    #expect(verdict.kind == .badManifest)
  }
}

extension ImageBuilder.Outcome {
  fileprivate var isBuildFailure: Bool {
    if case .failure(let verdict) = self { verdict.kind == .buildFailure } else { false }
  }
}
