// swift-tools-version: 6.3

import Foundation
import PackageDescription

/// Whether this is the build of freestanding images; `Tools/build-image` sets the variable.
let buildingImage = Context.environment["BUILD_IMAGE"] != nil

/// Settings of every Swift target.
let common: [SwiftSetting] = [
  .enableExperimentalFeature("Lifetimes"),
  .enableExperimentalFeature("Volatile"),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// Settings of targets that are part of the image: host builds refuse what Embedded Swift lacks.
let portable =
  common + [.strictMemorySafety(), .treatWarning("EmbeddedRestrictions", as: .error)]

/// Settings of targets that may not use the heap; the compiler checks it in the image build.
let heapless = portable + (buildingImage ? [.unsafeFlags(["-no-allocations"])] : [])

/// Makes the image's code of a target small; what is on the way of a packet says
/// `@_optimize(speed)`.
let small: [SwiftSetting] =
  buildingImage ? [.unsafeFlags(["-Osize"], .when(configuration: .release))] : []

/// Optimises a target even where it is debugged, as its tests send megabytes through it.
let fast: [SwiftSetting] =
  buildingImage ? [] : [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// Lets the fuzzers of a release build see what only a module itself sees otherwise.
let testable: [SwiftSetting] =
  buildingImage ? [] : [.unsafeFlags(["-enable-testing"], .when(configuration: .release))]

/// Targets that are built for the host, where they are tested, and for the image.
let portableTargets: [Target] = [
  .target(name: "Wire", path: "Sources/Net/Wire", swiftSettings: heapless + fast),
  .target(
    name: "Net", dependencies: ["Wire"], path: "Sources/Net/Stack",
    swiftSettings: portable + fast + testable),
  .target(
    name: "DNS", dependencies: ["Wire", "Net"], path: "Sources/Net/DNS", swiftSettings: portable),
  .target(
    name: "HTTP", dependencies: ["Net", "Time"], path: "Sources/Net/HTTP",
    swiftSettings: portable + testable),
  .target(
    name: "DHCP", dependencies: ["Wire", "Net"], path: "Sources/Net/DHCP",
    swiftSettings: portable + small),
  .target(
    name: "Resolver", dependencies: ["Wire", "Net", "DNS"], path: "Sources/Net/Resolver",
    swiftSettings: portable + small),
  .target(
    name: "SNTP", dependencies: ["Wire", "Net"], path: "Sources/Net/SNTP",
    swiftSettings: portable + small),
  .target(name: "Syslog", path: "Sources/Net/Syslog", swiftSettings: portable + small),
  .target(name: "Telemetry", path: "Sources/Telemetry", swiftSettings: heapless + small),
  .target(name: "Hardware", path: "Sources/Kernel/Hardware", swiftSettings: heapless + small),
  .target(
    name: "Drivers", dependencies: ["Hardware"], path: "Sources/Kernel/Drivers",
    swiftSettings: portable + small),
  .target(
    name: "GDBStub", dependencies: ["Telemetry"], path: "Sources/Kernel/GDBStub",
    swiftSettings: portable + small),
  .target(
    name: "Time", dependencies: ["Telemetry"], path: "Sources/Kernel/Time",
    swiftSettings: heapless + small),
  .target(
    name: "Sampler", dependencies: ["Hardware", "Telemetry"], path: "Sources/Kernel/Sampler",
    swiftSettings: heapless + small),
  .target(
    name: "Core", dependencies: ["Hardware", "Telemetry", "Time"], path: "Sources/Kernel/Core",
    swiftSettings: portable + small),
]

/// Folders below `IntegrationTests` that hold a service, by their path, each followed by the tools
/// that its image is linked with: `boot/hello sampler gdb`.
///
/// They come from the environment and not from the disk, as evaluated manifests are kept for as long
/// as their text and environment stay the same.
func serviceFolders() -> [String] {
  (Context.environment["SERVICES"] ?? "").split(separator: "\n").map(String.init)
}

/// What makes the linker keep the tools of an image, each by the function that installs it.
func linkerSettings(tools: [Substring]) -> [LinkerSetting] {
  tools.map { tool in
    var options = ["--defsym=swiftlet_\(tool)_entry=swiftlet_\(tool)_install"]
    if tool == "sampler" {
      options.append("--defsym=swiftlet_block_moved=sampler_block_moved")
      options += functionsOfInterest.map { "--wrap=\($0)" }
    }
    return .unsafeFlags(options.flatMap { ["-Xlinker", $0] })
  }
}

/// Functions of the kernel that an image with the sampler reaches by way of `Boot/sampler.S`: what
/// allocates and frees, what comes before the run loop halts, what ends that, and what runs tasks.
let functionsOfInterest = [
  "posix_memalign", "kernel_free", "kernel_realloc", "kernel_publish_statistics",
  "kernel_interrupt", "_ZN5swift22_swift_task_setCurrentEPNS_9AsyncTaskE",
  "_ZN5swift24_swift_task_clearCurrentEv",
]

/// The executable target of one service: its image.
///
/// Services may do without the marks of unsafe code.
func service(name: String, path: String, tools: [Substring]) -> Target {
  let folder = Context.packageDirectory + "/" + path
  let others = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
    .filter { !$0.hasSuffix(".swift") }.sorted()
  return .executableTarget(
    name: name, dependencies: ["Kernel", "DNS", "HTTP", "DHCP", "Resolver", "SNTP", "Syslog"],
    path: path, exclude: others, swiftSettings: common + small,
    linkerSettings: linkerSettings(tools: tools))
}

/// Targets that exist only in the image build: they define `_start` and run on a bare machine.
func imageTargets() -> [Target] {
  let kernel: [Target] = [
    .systemLibrary(name: "CInstructions", path: "Sources/Kernel/CInstructions"),
    .target(name: "Boot", path: "Sources/Kernel/Boot"),
    .target(
      name: "CPU", dependencies: ["CInstructions", "Hardware"], path: "Sources/Kernel/CPU",
      swiftSettings: portable + small),
    .target(
      name: "Kernel",
      dependencies: [
        "Boot", "CInstructions", "CPU", "Core", "DHCP", "DNS", "Drivers", "GDBStub", "Hardware",
        "Net", "Resolver", "SNTP", "Sampler", "Syslog", "Telemetry", "Time", "Wire",
      ], path: "Sources/Kernel/Image", swiftSettings: portable + small),
  ]
  let inTree = serviceFolders().map { line in
    let words = line.split(separator: " ")
    let name = String(words[0].map { $0.isLetter || $0.isNumber ? $0 : "_" })
    return service(
      name: name, path: "IntegrationTests/\(words[0])", tools: Array(words.dropFirst()))
  }
  // A service outside this package is reached through a link that the runner makes inside it.
  let external = Context.environment["SERVICE_PATH"].map { path in
    let tools = Context.environment["SERVICE_TOOLS"] ?? ""
    return service(name: "external", path: path, tools: tools.split(separator: " "))
  }
  return kernel + inTree + (external.map { [$0] } ?? [])
}

/// What tests are driven by that are programs, and nothing else: the build of `Tools/build-scenario`.
///
/// The environment names links to their folders, for the reason that services come through it.
let scenarioNames = (Context.environment["SCENARIOS"] ?? "").split(separator: "\n").map(String.init)

/// The programs' library.
func scenarioLibrary() -> Target {
  .target(name: "Scenario", path: "Sources/TestRunner/Scenario", swiftSettings: common)
}

/// The library, and a program of each scenario.
func scenarioTargets() -> [Target] {
  let root = Context.environment["SCENARIO_LINKS"] ?? ""
  return [scenarioLibrary()]
    + scenarioNames.map { name in
      .executableTarget(name: name, dependencies: ["Scenario"], path: "\(root)/\(name)")
    }
}

/// Targets that exist only on the host: the tools and the tests.
func hostTargets() -> [Target] {
  let parser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
  let tools: [Target] = [
    .systemLibrary(
      name: "CDwarf", path: "Sources/Profiler/CDwarf", providers: [.apt(["libdw-dev"])]),
    .systemLibrary(
      name: "CUnwind", path: "Sources/Profiler/CUnwind", providers: [.apt(["libunwind-dev"])]),
    .target(
      name: "Symbols", dependencies: ["CDwarf", "CUnwind"], path: "Sources/Profiler/Symbols",
      swiftSettings: common + fast),
    .systemLibrary(
      name: "CZlib", path: "Sources/Profiler/CZlib", providers: [.apt(["zlib1g-dev"])]),
    .target(
      name: "Profiler", dependencies: ["CZlib", "Machine", "Symbols", "Telemetry"],
      path: "Sources/Profiler/Library", swiftSettings: common + fast),
    .executableTarget(
      name: "profiler", dependencies: ["Machine", "Profiler", "Symbols", "Telemetry", parser],
      path: "Sources/Profiler/Command", swiftSettings: common),
    scenarioLibrary(),
    .target(name: "CLaunch", path: "Sources/TestRunner/CLaunch"),
    .target(
      name: "Machine", dependencies: ["CLaunch", "Frames"], path: "Sources/TestRunner/Machine",
      swiftSettings: common),
    .target(
      name: "TestRunner",
      dependencies: [
        "Frames", "Machine", "Profiler", "Symbols", "Telemetry",
        .product(name: "Yams", package: "Yams"),
      ], path: "Sources/TestRunner/Library", swiftSettings: common),
    .executableTarget(
      name: "testrunner", dependencies: ["TestRunner", "Frames", "Machine", parser],
      path: "Sources/TestRunner/Command", swiftSettings: common),
  ]
  let modules = [
    "Wire", "Net", "DNS", "HTTP", "DHCP", "Resolver", "SNTP", "Syslog", "Telemetry", "Hardware",
    "Drivers", "GDBStub", "Time", "Core", "Sampler", "Symbols", "Profiler", "Frames", "Machine",
    "TestRunner", "Scenario",
  ]
  let below: [String: [Target.Dependency]] = [
    "Net": ["Wire"], "DNS": ["Wire", "Net"], "HTTP": ["Net", "Time"], "DHCP": ["Wire", "Net"],
    "Resolver": ["Wire", "Net", "DNS"], "SNTP": ["Wire", "Net"], "Drivers": ["Hardware"],
    "GDBStub": ["Telemetry"],
    "Time": ["Telemetry"],
    "Core": ["Hardware", "Telemetry", "Time"],
    "Sampler": ["Hardware", "Telemetry"],
    "Profiler": ["Sampler", "Machine", "Symbols", "Telemetry"],
    "Machine": ["Frames"], "TestRunner": ["Frames", "Machine", "Symbols", "Telemetry"],
  ]
  let support = Target.target(
    name: "TestSupport", path: "Tests/TestSupport", swiftSettings: common)
  let tests = modules.map { module in
    Target.testTarget(
      name: "\(module)Tests",
      dependencies: [.target(name: module), "TestSupport"] + (below[module] ?? []),
      exclude: withFixtures.contains(module) ? ["Fixtures"] : [],
      swiftSettings: common + (module == "Net" ? fast : []))
  }
  return tools + [support] + tests + [
    .testTarget(
      name: "TidyTests", dependencies: ["TestRunner"], exclude: ["Untested"],
      swiftSettings: common),
    .testTarget(
      name: "FuzzTests", dependencies: fuzzTargets().map { .target(name: $0.name) },
      swiftSettings: common),
  ]
}

/// What feeds parsers with what a fuzzer makes up: each a function of bytes.
///
/// `Tools/fuzz` makes a program of each; the unit tests play what was found before.
func fuzzTargets() -> [Target] {
  let below: [String: [Target.Dependency]] = [
    "Connections": ["Net", "Wire"], "DHCP": ["DHCP", "Net", "Wire"],
    "DNS": ["DNS", "Net", "Wire"], "FrameCheck": ["Frames"], "GDB": ["GDBStub"], "HTTP": ["HTTP"],
    "HTTPClient": ["HTTP", "Net"], "HTTPServer": ["HTTP", "Net"],
    "Host": ["Frames", "Net", "Wire"], "JSON": ["HTTP"],
    "Resolver": ["DNS", "Net", "Resolver", "Wire"], "SNTP": ["Net", "SNTP", "Wire"],
    "Stack": ["Net", "Wire"], "Syslog": ["Syslog"], "WebSocket": ["HTTP"], "Wire": ["Wire"],
  ]
  let support = Target.target(
    name: "FuzzSupport", dependencies: ["Net", "Wire"], path: "Tests/Fuzz/Support",
    swiftSettings: common)
  let programs = below.keys.sorted().map { name in
    Target.target(
      name: "Fuzz\(name)", dependencies: ["FuzzSupport"] + (below[name] ?? []),
      path: "Tests/Fuzz/\(name)", swiftSettings: common)
  }
  return [support] + programs
}

/// The archives that `Tools/fuzz` links: the package manager would give them a `main` of its own.
func fuzzProducts() -> [Product] {
  guard Context.environment["FUZZ"] != nil else { return [] }
  return fuzzTargets().map { target in
    Product.`library`(name: target.name, type: .static, targets: [target.name])
  }
}

/// The wire as the tools on the host judge it.
func frames() -> Target {
  .target(
    name: "Frames", path: "Sources/TestRunner/Frames", swiftSettings: common + fast + testable)
}

/// The library of scenarios, for those who build theirs by themselves.
func scenarioProducts() -> [Product] {
  if buildingImage || Context.environment["FUZZ"] != nil { return [] }
  return [Product.`library`(name: "Scenario", targets: ["Scenario"])]
}

/// What is built beside the portable targets.
func otherTargets() -> [Target] {
  if buildingImage { return imageTargets() }
  return fuzzTargets() + [frames()] + (Context.environment["FUZZ"] == nil ? hostTargets() : [])
}

/// Test targets with a folder of inputs and expected outputs, which they read by path.
///
/// Named here, as an evaluated manifest is kept and would not notice a folder that comes later.
let withFixtures: Set<String> = [
  "Core", "DHCP", "DNS", "Drivers", "GDBStub", "Machine", "Net", "Profiler", "Symbols",
  "TestRunner",
]

let package = Package(
  name: "swiftlet",
  products: fuzzProducts() + scenarioProducts(),
  dependencies: buildingImage || Context.environment["FUZZ"] != nil || !scenarioNames.isEmpty
    ? []
    : [
      .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
      .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
  targets: scenarioNames.isEmpty ? portableTargets + otherTargets() : scenarioTargets()
)
