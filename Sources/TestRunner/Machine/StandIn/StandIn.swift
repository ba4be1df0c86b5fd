internal import Foundation
internal import Glibc

/// A process in QEMU's place whose guest is this host's own Linux, in a network of its own.
///
/// It inherits QEMU's descriptors and speaks as QEMU does, so that everything around it stays the
/// same: frames pass the same link, the same clients ask, and the same judge judges. What is beyond
/// a network stack and a program (registers, memory, devices) it does not have.
public final class StandIn {
  /// What the guest is.
  public struct Settings: Codable, Equatable, Sendable {
    /// The link, with the guest's addresses as the guest has them.
    public var network: MachineNetwork
    /// The program that serves what the guest would, for a shell.
    public var command: String
    /// What the program prints once it serves, as a regular expression; nil if that a socket of its
    /// waits shows it.
    public var ready: String?
    /// The folder in which the program runs.
    public var folder: String
    /// What a guest sends to the runner when its service is ready.
    public var readyBytes: [UInt8]

    public init(
      network: MachineNetwork, command: String, ready: String?, folder: String,
      readyBytes: [UInt8]
    ) {
      self.network = network
      self.command = command
      self.ready = ready
      self.folder = folder
      self.readyBytes = readyBytes
    }
  }

  /// How the process ends if it should have gone on, as its exit status.
  public enum Status {
    /// The program has ended, so that nobody serves.
    public static let programEnded: Int32 = 1
    /// The program's shell did not find it, and has ended with the same.
    public static let missingProgram: Int32 = 127
  }

  /// What a complaint of the process begins with.
  public static let complaintPrefix = "reference: "

  /// The name of the file in the run folder that keeps what the program prints.
  public static let outputName = "reference.log"

  private let settings: Settings
  private let loop = EventLoop()
  private let records = Descriptor(Int32(QEMUCommandLine.Inherited.records))
  private let monitor = Descriptor(Int32(QEMUCommandLine.Inherited.monitor))
  private let link = Descriptor(Int32(QEMUCommandLine.Inherited.link))
  private let namespace: NetworkNamespace
  private let tap: Descriptor
  private let log: Descriptor
  private var conversation = StandInMonitor()
  private var program: ChildProcess?
  private var output: ByteSource?
  private var printed: [UInt8] = []
  private var bound = LogBound()
  private var isReady = false
  private var status: Int32?

  /// Prepares the guest's network; the program starts when the runner lets the guest begin.
  ///
  /// - Throws: As `NetworkNamespace`.
  public init(_ settings: Settings) throws(MachineError) {
    self.settings = settings
    var inner = settings.network
    // The far side of the link is the host's side here.
    (inner.host, inner.guest) = (settings.network.guest, settings.network.host)
    (inner.hostMAC, inner.guestMAC) = (settings.network.guestMAC, settings.network.hostMAC)
    namespace = try NetworkNamespace()
    tap = try namespace.makeLink(inner)
    log = try Descriptor(path: Self.outputName, flags: O_WRONLY | O_CREAT | O_TRUNC)
    for descriptor in [link, tap, monitor] { descriptor.setNonBlocking() }
  }

  /// Plays the guest until the runner has enough of it, or the program ends.
  ///
  /// - Returns: The exit status.
  /// - Throws: `refused` if the kernel does not wait.
  public func run() throws(MachineError) -> Int32 {
    say(StandInMonitor.greeting)
    carry(from: link, to: tap)
    carry(from: tap, to: link)
    let source = ByteSource(monitor, loop) { [unowned self] in hear($0) }
    _ = loop.watch(monitor) { [unowned self] in
      // The end of the runner's end is the end of everything.
      var byte: UInt8 = 0
      if recv(monitor.number, &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT)) == 0 { status = 0 }
    }
    return try withExtendedLifetime(source) { () throws(MachineError) in
      while status == nil {
        // Only a program that says nothing of itself is asked again and again.
        let asks = program != nil && !isReady && settings.ready == nil
        _ = try loop.run(until: asks ? .now + .milliseconds(5) : nil)
        if asks && hasWaitingSocket { becomeReady() }
      }
      return status ?? 0
    }
  }

  /// Takes frames from one end to the other for as long as the link is up.
  private func carry(from source: Descriptor, to target: Descriptor) {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    _ = loop.watch(source) { [unowned self] in
      for _ in 0..<64 {
        let count = read(source.number, &buffer, buffer.count)
        guard count > 0 else {
          if count == 0 && source === link { status = 0 }
          return
        }
        if conversation.isLinkUp { _ = write(target.number, buffer, count) }
      }
    }
  }

  private func hear(_ bytes: [UInt8]) {
    for action in conversation.take(bytes) {
      switch action {
      case .say(let value): say(value)
      case .begin: begin()
      case .end: status = 0
      }
    }
  }

  private func say(_ value: JSONValue) {
    monitor.writeAll(Array((value.text + "\r\n").utf8))
  }

  private func begin() {
    guard program == nil else { return }
    do throws(MachineError) {
      let null = try Descriptor(path: "/dev/null", flags: O_RDONLY)
      let pipe = try Descriptor.pipe()
      let address = settings.network.guest
      let environment = ProcessInfo.processInfo.environment.merging([
        "SWIFTLET_ADDRESS": "\(address)", "SWIFTLET_HOST_ADDRESS": "\(settings.network.host)",
        "SWIFTLET_RUN_FOLDER": FileManager.default.currentDirectoryPath,
      ]) { $1 }
      let child = try ChildProcess.start(
        ["sh", "-c", settings.command], environment: environment, folder: settings.folder,
        descriptors: [null, pipe.writing, pipe.writing], in: namespace.reference)
      program = child
      output = ByteSource(pipe.reading, loop) { [unowned self] in take($0) }
      _ = loop.watch(child.pidfd) { [unowned self] in finish(child) }
    } catch {
      // `sysexits`: what belongs to the system does not work.
      complain("\(error)", status: 71)
    }
  }

  private func take(_ bytes: [UInt8]) {
    log.writeAll(Array(bytes.prefix(bound.take(bytes.count))))
    bound.writeNotice(to: log)
    printed = (printed + bytes).suffix(1 << 16)
    guard !isReady, let pattern = settings.ready else { return }
    let text = String(decoding: printed, as: UTF8.self)
    if (try? Regex(pattern).firstMatch(in: text)) != nil { becomeReady() }
  }

  private func becomeReady() {
    isReady = true
    records.writeAll(settings.readyBytes)
  }

  /// A program that ends leaves nobody who serves.
  private func finish(_ child: ChildProcess) {
    output?.drain()
    let status = child.reap(waiting: true)
    let end = status.map { "\($0)" } ?? "unknown"
    let last = String(decoding: printed, as: UTF8.self).split(separator: "\n").last ?? ""
    let isMissing = status == .exited(Status.missingProgram)
    complain(
      "the program ended: \(end): \(last)",
      status: isMissing ? Status.missingProgram : Status.programEnded)
  }

  private func complain(_ text: String, status: Int32) {
    FileHandle.standardError.write(Data("\(Self.complaintPrefix)\(text)\n".utf8))
    self.status = status
  }

  /// Whether a socket inside waits for datagrams or connections.
  private var hasWaitingSocket: Bool {
    ["udp", "tcp"].contains { name in
      guard let text = namespace.read("/proc/net/\(name)") else { return false }
      return StandInMonitor.listsWaiting(text, isStream: name == "tcp")
    }
  }
}
