internal import CLaunch
internal import Glibc

/// A process for longer than its number lasts: number, start and boot together never repeat.
public struct ProcessIdentity: Codable, Equatable, Sendable {
  /// The number in the namespace of this process.
  public let pid: Int32
  /// When it started, in clock ticks since boot.
  public let startTicks: UInt64
  /// The kernel's name for this boot.
  public let boot: String

  /// Identifies a process that runs.
  ///
  /// - Parameter pid: Its number.
  init?(pid: Int32) {
    guard let ticks = Self.startTicks(pid), let boot = Self.currentBoot else { return nil }
    self.init(pid: pid, startTicks: ticks, boot: boot)
  }

  init(pid: Int32, startTicks: UInt64, boot: String) {
    self.pid = pid
    self.startTicks = startTicks
    self.boot = boot
  }

  /// Takes hold of the process.
  ///
  /// - Returns: A descriptor of exactly this process, nil if it has ended.
  func open() -> Descriptor? {
    let number = launch_pidfd(pid)
    guard number >= 0 else { return nil }
    let descriptor = Descriptor(number)
    // Looked at after the descriptor is held: from here on the number cannot change hands.
    return ProcessIdentity(pid: pid) == self ? descriptor : nil
  }

  /// Whether the process runs.
  public var isRunning: Bool { open() != nil }

  private static let currentBoot = readText("/proc/sys/kernel/random/boot_id")

  /// The start time of a process that has not ended; a zombie has.
  private static func startTicks(_ pid: Int32) -> UInt64? {
    guard let text = readText("/proc/\(pid)/stat") else { return nil }
    // The name in parentheses may hold anything; field 3 follows the last parenthesis.
    guard let end = text.lastIndex(of: ")") else { return nil }
    let fields = text[text.index(after: end)...].split(separator: " ")
    guard fields.count > 19, fields[0] != "Z", fields[0] != "X" else { return nil }
    return UInt64(fields[19])
  }

  private static func readText(_ path: String) -> String? {
    guard let file = try? Descriptor(path: path, flags: O_RDONLY) else { return nil }
    guard let bytes = file.readAvailable(), !bytes.isEmpty else { return nil }
    return String(decoding: bytes.prefix { $0 != 10 }, as: UTF8.self)
  }
}
