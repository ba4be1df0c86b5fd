internal import Foundation
internal import Glibc

/// Finds out by a short run which accelerator serves a guest faster on this host.
///
/// A `/dev/kvm` that opens proves nothing: inside another machine it may emulate what the guest's
/// kernel does, a hundred times slower than `tcg`.
public struct AcceleratorProbe {
  /// What was measured.
  public struct Verdict: Codable, Equatable, Sendable {
    /// The faster one, never `auto`.
    public let choice: MachineConfiguration.Accelerator
    /// From the start of QEMU to the end of the guest under `tcg`, in milliseconds.
    public let tcgMilliseconds: Int
    /// The same under `kvm`; nil if that failed or took longer.
    public let kvmMilliseconds: Int?

    /// Draws the verdict on two measurements; `kvm` is nil if that failed or took too long.
    init(tcg: Duration, kvm: Duration?) {
      let faster = kvm.flatMap { $0 < tcg ? $0 : nil }
      choice = faster == nil ? .tcg : .kvm
      tcgMilliseconds = AcceleratorProbe.milliseconds(tcg)
      kvmMilliseconds = faster.map(AcceleratorProbe.milliseconds)
    }
  }

  /// Runs the guest once; nil if it did not come to its end within the limit.
  typealias Measurement =
    (_ accelerator: MachineConfiguration.Accelerator, _ limit: Duration) throws(MachineError)
    -> Duration?

  /// The program that is probed.
  let program: String
  /// The file that remembers verdicts.
  let memory: String

  /// Prepares a probe; nothing runs yet.
  ///
  /// - Parameters:
  ///   - program: QEMU, searched in `PATH` unless it is a path.
  ///   - cacheFolder: Where verdicts are remembered; nil for the user's cache.
  public init(program: String = "qemu-system-x86_64", cacheFolder: String? = nil) {
    self.program = program
    memory = (cacheFolder ?? Self.userCache) + "/accelerators.json"
  }

  /// Chooses the accelerator for a machine, from memory if this host was probed before.
  ///
  /// - Parameter configuration: The machine.
  /// - Returns: `kvm` if it was measured to be faster, else `tcg`; never `auto`.
  public static func choose(
    _ configuration: MachineConfiguration
  ) -> MachineConfiguration.Accelerator {
    choose(configuration, canOpenKVM: canOpenKVM) { () throws(MachineError) in
      try AcceleratorProbe(program: configuration.program).verdict()
    }
  }

  static func choose(
    _ configuration: MachineConfiguration, canOpenKVM: Bool,
    verdict: () throws(MachineError) -> Verdict
  ) -> MachineConfiguration.Accelerator {
    // Only tcg counts instructions.
    guard configuration.instructionCounting == nil, canOpenKVM else { return .tcg }
    return (try? verdict())?.choice ?? .tcg
  }

  /// Whether this user may open `/dev/kvm`.
  public static var canOpenKVM: Bool { access("/dev/kvm", R_OK | W_OK) == 0 }

  /// Measures, or remembers an earlier measurement.
  ///
  /// - Parameter again: Whether to measure in any case.
  /// - Returns: The verdict.
  /// - Throws: As `VirtualMachine.start`; `timedOut` if even `tcg` does not end in 10 s.
  public func verdict(again: Bool = false) throws(MachineError) -> Verdict {
    try verdict(again: again, canOpenKVM: Self.canOpenKVM, measure: measure)
  }

  func verdict(
    again: Bool, canOpenKVM: Bool, measure: Measurement
  ) throws(MachineError) -> Verdict {
    let key = try hostKey()
    var verdicts = remembered()
    if !again, let verdict = verdicts[key] { return verdict }
    guard let tcg = try measure(.tcg, .seconds(10)) else { throw .timedOut("the probe") }
    // What is not faster than tcg is not worth waiting for.
    let verdict = Verdict(tcg: tcg, kvm: canOpenKVM ? try measure(.kvm, tcg) : nil)
    verdicts[key] = verdict
    remember(verdicts)
    return verdict
  }

  /// Runs the probe's guest.
  ///
  /// - Parameters:
  ///   - accelerator: What executes it.
  ///   - limit: How long to wait for its end.
  /// - Returns: The time from QEMU's start to the guest's clean end, nil if that did not come.
  /// - Throws: As `VirtualMachine.start`.
  func measure(
    _ accelerator: MachineConfiguration.Accelerator, limit: Duration
  ) throws(MachineError) -> Duration? {
    let path = FileManager.default.temporaryDirectory.path + "/probe-" + UUID().uuidString
    guard mkdir(path, 0o700) == 0 else { throw .refusal("make folder", path) }
    defer { try? FileManager.default.removeItem(atPath: path) }
    let image = path + "/probe.elf"
    try Descriptor(path: image, flags: O_WRONLY | O_CREAT).writeAll(ProbeImage.bytes)
    var configuration = MachineConfiguration(image: image)
    configuration.program = program
    configuration.accelerator = accelerator
    configuration.memoryMiB = 8
    configuration.network = nil
    configuration.hasDebugPort = false
    let machine = try VirtualMachine.start(configuration, in: RunFolder(path: path))
    defer { machine.terminate() }
    while let event = try machine.nextEvent(until: machine.startTime + limit) {
      guard case .exited(let exit) = event.kind else { continue }
      return exit.guestValue == 0x10 ? event.time - machine.startTime : nil
    }
    return nil
  }

  /// What a verdict depends on: processor, kernel and the file of QEMU.
  func hostKey() throws(MachineError) -> String {
    let path = try ProgramSearch.find(program)
    var file = stat()
    guard stat(path, &file) == 0 else { throw .refusal("look at", path) }
    let information = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let model = information.split(separator: "\n").first { $0.hasPrefix("model name") } ?? ""
    let kernel = (try? String(contentsOfFile: "/proc/version", encoding: .utf8)) ?? ""
    return "\(model) | \(kernel.prefix { $0 != "\n" }) | \(path) \(file.st_size) "
      + "\(file.st_mtim.tv_sec) | kvm \(Self.canOpenKVM)"
  }

  private static var userCache: String {
    let environment = ProcessInfo.processInfo.environment
    let root = environment["XDG_CACHE_HOME"] ?? (environment["HOME"] ?? "/tmp") + "/.cache"
    return root + "/swiftlet"
  }

  private static func milliseconds(_ duration: Duration) -> Int {
    Int(duration / .milliseconds(1))
  }

  private func remembered() -> [String: Verdict] {
    guard let data = FileManager.default.contents(atPath: memory) else { return [:] }
    return (try? JSONDecoder().decode([String: Verdict].self, from: data)) ?? [:]
  }

  /// Remembers; a host that cannot keep the file measures every time.
  private func remember(_ verdicts: [String: Verdict]) {
    let folder = URL(filePath: memory).deletingLastPathComponent()
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try? JSONEncoder().encode(verdicts).write(to: URL(filePath: memory), options: .atomic)
  }
}
