internal import CInstructions
internal import Core
public import Telemetry

/// What the kernel, its drivers, the network and the service count, by name.
public struct SystemCounters: Sendable {
  init() {}

  /// Makes a counter of the service's own, which everybody sees who reads the others.
  ///
  /// - Parameter name: What it is called; one line, at most 64 bytes.
  /// - Returns: The counter, at 0. It stays for as long as the guest runs.
  public func add(_ name: StaticString) -> ServiceCounter {
    let value = UnsafeMutablePointer<UInt64>.allocate(capacity: 1)
    unsafe value.initialize(to: 0)
    unsafe CounterGroups.add(name, value, count: 1)
    return unsafe ServiceCounter(value)
  }

  /// Visits all counters; those of the kernel itself come first.
  public func forEach(_ body: (_ name: borrowing CounterName, _ value: UInt64) -> Void) {
    publishStatistics()
    CounterGroups.forEach(body)
  }

  /// The value of a counter; nil if there is none of this name.
  public subscript(name: StaticString) -> UInt64? {
    var found: UInt64?
    forEach { own, value in if found == nil, own.equals(name) { found = value } }
    return found
  }

  /// All counters as text for people, one to a line: `heap bytes in use 4096`.
  public var text: [UInt8] { text(.lines) }

  /// All counters in the text format of Prometheus, version 0.0.4: `swiftlet_drops 3`.
  ///
  /// Names are lower case; whatever is neither a letter nor a digit becomes an underscore.
  public var metrics: [UInt8] { text(.prometheus) }

  private func text(_ format: CounterFormat) -> [UInt8] {
    var text = CounterText(format)
    forEach { name, value in text.add(name, value) }
    return text.bytes
  }

  /// Tells the harness all counters that are not 0, with the record that it may show.
  public func report() {
    // An interrupt may count from 0 to 1, which would change the size in the midst of the record.
    cpu_disable_interrupts()
    var byteCount = 8
    forEach { name, value in if value > 0 { byteCount += CounterList.byteCount(name) } }
    unsafe records.send(kind: .counters, byteCount: byteCount) { encoder in
      CounterList.write(nanosecondsSinceEntry: currentNanoseconds(), to: &encoder)
      forEach { name, value in if value > 0 { CounterList.write(name, value, to: &encoder) } }
    }
    cpu_enable_interrupts()
  }

  /// Tells the harness all counters when the guest ends by `exit`.
  public func reportAtExit() {
    unsafe exitHook = { SystemCounters().report() }
  }
}

/// A counter that a service has made; counting is one addition.
@safe
public struct ServiceCounter: @unchecked Sendable {
  private let pointer: UnsafeMutablePointer<UInt64>

  init(_ pointer: UnsafeMutablePointer<UInt64>) {
    unsafe self.pointer = unsafe pointer
  }

  /// The count.
  public var value: UInt64 {
    // Safe: the memory is never given back, and there is one core.
    unsafe pointer.pointee
  }

  /// Counts something once more, or several at a time.
  @inline(__always)
  public func add(_ count: UInt64 = 1) {
    // Safe: as above.
    unsafe pointer.pointee &+= count
  }
}
