internal import Boot
internal import Core
internal import CPU
@_exported public import enum Telemetry.LogLevel
public import Telemetry

/// Writes a line into the log.
///
/// The last 64 KiB of lines are kept in memory, where the host finds them however the guest ends.
/// Lines of the console's level and above are printed, too. A level that is off costs two
/// instructions: the message is not even made. Not for interrupt handlers.
///
///     log(.info, "query from \(address) took \(nanoseconds) ns")
///
/// - Parameters:
///   - level: How much the line matters.
///   - message: What it says, at most 498 bytes less those of the module; the rest is cut off.
///   - module: Who says it; the module that contains the call, if there is none.
@inline(__always)
public func log(
  _ level: LogLevel, _ message: @autoclosure () -> LogMessage, module: StaticString = #fileID
) {
  // Safe: one core, and interrupt handlers do not log.
  guard unsafe level.rawValue >= Log.threshold else { return }
  let outer = beginLogLine(level, module)
  _ = message()
  endLogLine(level, outer)
}

/// The log: where lines go, and which of them.
public struct Log: Sendable {
  init() {}

  /// The least level of lines that are kept in memory; info unless the command line says `log=…`.
  public var level: LogLevel {
    get { unsafe Self.kept }
    nonmutating set {
      unsafe Self.kept = newValue
      Self.update()
    }
  }

  /// The least level of lines that are printed, too; warning unless the command line says
  /// `log.console=…`.
  public var consoleLevel: LogLevel {
    get { unsafe Self.printed }
    nonmutating set {
      unsafe Self.printed = newValue
      Self.update()
    }
  }

  // Safe, all of these: one core, and interrupt handlers do not log.

  /// Below this number no line goes anywhere.
  @usableFromInline nonisolated(unsafe) static var threshold = LogLevel.info.rawValue
  nonisolated(unsafe) private static var kept = LogLevel.info
  nonisolated(unsafe) private static var printed = LogLevel.warning
  /// The least level of lines that are sent to the harness; above all of them if none is.
  nonisolated(unsafe) private static var sent: UInt8 = .max
  /// The line that is being made.
  ///
  /// Its buffer comes at start: were it found at first use, an interrupt would run that code.
  nonisolated(unsafe) static var composer = LogComposer()

  /// The note for the run loop that a line was written; 0 until somebody sends lines.
  ///
  /// The watchdog writes from its interrupt, where no task can be let go on; and a line that is
  /// written when the guest is about to halt must keep it awake.
  nonisolated(unsafe) static var writtenEvent: UInt32 = 0

  /// The ring in memory.
  static var ring: LogRing {
    // Safe: the image reserves the memory for the ring alone.
    unsafe LogRing(
      unsafeBase: UnsafeMutableRawPointer(bitPattern: UInt(address_of_kernel_log()))
        .unsafelyUnwrapped, capacity: 65536)
  }

  /// Makes the log ready for lines; before all others.
  static func start() {
    ring.start()
    // Safe: the image reserves the memory for the composer alone.
    unsafe composer = LogComposer(
      unsafeBase: UnsafeMutableRawPointer(bitPattern: UInt(address_of_kernel_log_line()))
        .unsafelyUnwrapped)
  }

  /// Begins a line.
  ///
  /// - Returns: What `end` must be given.
  fileprivate static func begin(_ level: LogLevel, _ module: StaticString) -> Int {
    unsafe composer.begin(level, module: module, nanosecondsSinceEntry: currentNanoseconds())
  }

  /// Writes a part of the line.
  fileprivate static func write(_ text: StaticString) {
    unsafe composer.write(text)
  }

  /// Ends a line and hands it to all who want it.
  fileprivate static func end(_ level: LogLevel, _ outer: Int) {
    unsafe composer.finish(outer) { bytes in
      if unsafe level >= kept { ring.append(bytes) }
      if unsafe level >= printed, let entry = try? LogEntry(bytes) {
        var console = Console()
        entry.writeLine(to: &console)
        console.write(0x0a)
      }
      if unsafe level.rawValue >= sent { unsafe records.send(kind: .log, payload: bytes) }
    }
    if unsafe writtenEvent != 0 { unsafe Event.post(writtenEvent) }
  }

  /// Reads the levels from the command line; one that is none ends the guest.
  static func configure() {
    unsafe kept = named("log") ?? kept
    unsafe printed = named("log.console") ?? printed
    unsafe sent = named("log.records")?.rawValue ?? .max
    update()
  }

  @inline(never)
  private static func named(_ key: StaticString) -> LogLevel? {
    do throws(ArgumentError) {
      return try unsafe commandLine.argument(key)?.logLevel()
    } catch {
      panic(error)
    }
  }

  private static func update() {
    unsafe threshold = min(min(kept, printed).rawValue, sent)
  }
}

// Functions of no type: the compiler would make a copy of a type's for every module that logs.

/// Begins a line; returns what `endLogLine` must be given.
@inline(never)
func beginLogLine(_ level: LogLevel, _ module: StaticString) -> Int { Log.begin(level, module) }

/// Writes a part of the line.
@inline(never)
func writeLogText(_ text: StaticString) { Log.write(text) }

/// Ends a line and hands it to all who want it.
@inline(never)
func endLogLine(_ level: LogLevel, _ outer: Int) { Log.end(level, outer) }
