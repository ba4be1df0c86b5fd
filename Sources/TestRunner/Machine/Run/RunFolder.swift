internal import Foundation
internal import Glibc

/// The folder that holds everything one run leaves behind.
///
/// It lies at `.swiftlet/runs/<stamp>-<test>`, and other tools attach to the machine through it.
public struct RunFolder: Equatable, Sendable {
  /// Names of the files in the folder.
  public enum Name {
    /// What the guest wrote for people.
    public static let console = "console.log"
    /// The last lines of the guest's log, as far as they could be had.
    public static let log = "log.txt"
    /// The counters that the guest reported last.
    public static let counters = "counters.txt"
    /// What the guest wrote for the harness.
    public static let records = "records.bin"
    /// Every frame on the link as QEMU writes them, in the format of pcap.
    public static let capture = "net.pcap"
    /// The frames on the link as the runner keeps them, in the format of pcapng.
    public static let frames = "net.pcapng"
    /// How QEMU was started, and how to do so by hand.
    public static let commandLine = "qemu.argv"
    /// What QEMU wrote for people.
    public static let standardError = "qemu.stderr"
    /// The conversation with QEMU's monitor.
    public static let conversation = "qmp.jsonl"
    /// Socket of QEMU's monitor.
    public static let monitor = "qmp.sock"
    /// Socket of the second serial port.
    public static let debugger = "gdb.sock"
    /// Socket of the third serial port, at which the sampler takes commands.
    public static let sampler = "sampler.sock"
    /// What starts a microvm before its image.
    public static let firmware = "firmware.rom"
    /// The image that the machine runs, whatever is built later.
    public static let image = "image.elf"
    /// All that reached the guest, for a replay.
    public static let recording = "recording.bin"
    /// What the recorded machine was.
    public static let recordedMachine = "recording.json"
    /// How the recorded machine ended.
    public static let recordedEnd = "recording.end"
    /// What a replayed machine keeps for going backwards.
    public static let snapshots = "snapshots.qcow2"
    /// Guest memory and registers as an ELF core.
    public static let core = "core.elf"
    /// What is needed to find the machine again.
    public static let machine = "machine.json"
  }

  /// The folder's absolute path.
  public let path: String
  /// Shows other runners that the run goes on, for as long as a copy of this value lives.
  private let hold: RunFolderHold?

  /// Takes a folder that exists.
  public init(path: String) {
    self.path = path
    hold = nil
  }

  private init(new path: String) throws(MachineError) {
    self.path = path
    hold = try RunFolderHold(path)
  }

  public static func == (left: RunFolder, right: RunFolder) -> Bool { left.path == right.path }

  /// Makes the folder of a new run, points `latest` at it and removes the oldest ones.
  ///
  /// - Parameters:
  ///   - root: The folder `.swiftlet`, made if it is missing.
  ///   - test: Name of the test; characters that do not suit a file name become hyphens.
  ///   - keep: How many runs stay, this one included; those that go on and those of running
  ///     machines stay too.
  ///   - now: The time for the stamp, in seconds since 1970; nil for now.
  ///   - isLatest: Whether `latest` is this one from now on.
  /// - Returns: The empty folder.
  /// - Throws: `refused` if a folder cannot be made.
  public static func create(
    in root: String, test: String, keep: Int = 20, now: Double? = nil, isLatest: Bool = true
  ) throws(MachineError) -> RunFolder {
    let absolute =
      root.hasPrefix("/") ? root : FileManager.default.currentDirectoryPath + "/" + root
    let runs = absolute + "/runs"
    do {
      try FileManager.default.createDirectory(atPath: runs, withIntermediateDirectories: true)
    } catch {
      throw .refused(operation: "make folder", subject: runs, errno: errno)
    }
    let name = try makeFolder(
      in: runs, base: "\(stamp(now ?? Date().timeIntervalSince1970))-\(fileName(test))")
    let folder = try RunFolder(new: "\(runs)/\(name)")
    if isLatest { pointLatest(at: name, in: runs) }
    prune(runs, keep: keep, used: VMRegistry(root: absolute).folders())
    return folder
  }

  /// The path of a file in the folder.
  public func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Connects to a socket in the folder.
  ///
  /// - Parameter name: `monitor` or `debugger` of `Name`.
  /// - Returns: A stream that does not block.
  /// - Throws: `refused` if nobody listens.
  public func connect(to name: String) throws(MachineError) -> Descriptor {
    let folder = try Descriptor(path: path, flags: O_RDONLY | O_DIRECTORY)
    let number = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard number >= 0 else { throw .refusal("make", "a socket") }
    let stream = Descriptor(number)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    // The address has room for 107 bytes, which the folder's own path may exceed.
    withUnsafeMutableBytes(of: &address.sun_path) {
      $0.copyBytes(from: "/proc/self/fd/\(folder.number)/\(name)".utf8)
    }
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard result == 0 else { throw .refusal("connect to", file(name)) }
    stream.setNonBlocking()
    return stream
  }

  /// Seconds since 1970 as a sortable word in universal time, to the millisecond.
  static func stamp(_ seconds: Double) -> String {
    var time = time_t(seconds)
    var parts = tm()
    gmtime_r(&time, &parts)
    let milliseconds = Int((seconds - Double(time)) * 1000)
    func digits(_ number: some BinaryInteger, _ count: Int) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(count - text.count, 0)) + text
    }
    let day =
      digits(parts.tm_year + 1900, 4) + digits(parts.tm_mon + 1, 2) + digits(parts.tm_mday, 2)
    let clock = digits(parts.tm_hour, 2) + digits(parts.tm_min, 2) + digits(parts.tm_sec, 2)
    return "\(day)-\(clock).\(digits(milliseconds, 3))"
  }

  /// A word of letters, digits, points and hyphens.
  static func fileName(_ text: String) -> String {
    let word = text.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == ".") ? $0 : "-" }
    return word.isEmpty ? "run" : String(word.prefix(60))
  }

  private static func makeFolder(in runs: String, base: String) throws(MachineError) -> String {
    var name = base
    var attempt = 1
    while mkdir("\(runs)/\(name)", 0o755) != 0 {
      guard errno == EEXIST else { throw .refusal("make folder", "\(runs)/\(name)") }
      attempt += 1
      name = "\(base)-\(attempt)"
    }
    return name
  }

  /// What the name of a link begins with before it becomes `latest`.
  private static let linkPrefix = ".latest-"

  private static func pointLatest(at name: String, in runs: String) {
    let temporary = "\(runs)/\(linkPrefix)\(name)"
    symlink(name, temporary)
    rename(temporary, "\(runs)/latest")
  }

  private static func prune(_ runs: String, keep: Int, used: Set<String>) {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: runs)) ?? []
    // A runner that was killed may have left its link without its name.
    for name in all where name.hasPrefix(linkPrefix) {
      let path = "\(runs)/\(name)"
      if !RunFolderHold.isHeld("\(runs)/\(name.dropFirst(linkPrefix.count))") { unlink(path) }
    }
    let folders = all.filter { $0 != "latest" && !$0.hasPrefix(".") }.sorted()
    for path in folders.dropLast(max(keep, 1)).map({ "\(runs)/\($0)" }) {
      guard !used.contains(path), !RunFolderHold.isHeld(path) else { continue }
      try? FileManager.default.removeItem(atPath: path)
    }
  }
}
