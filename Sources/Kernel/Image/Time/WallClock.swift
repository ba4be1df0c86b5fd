@_exported public import Time
internal import CPU
internal import Drivers
internal import Hardware

/// The clock that shows date and time of day, in universal time.
///
/// It is set when it is read first: by the hypervisor's clock where the monotonic clock goes by it,
/// else by the battery-backed clock, which counts whole seconds: it is right to half of one then.
/// From then on it goes with the monotonic clock. (QEMU's battery-backed clock is itself up to a
/// second behind the host, as it begins with a whole second.)
public struct WallClock: Sendable {
  init() {}

  /// The present; nil if this machine does not know the date.
  public var now: Timestamp? {
    let monotonic = currentNanoseconds()
    // Safe: one core, and no interrupt handler tells the time.
    if unsafe !Self.wasSought {
      // A clock that is not there is not sought again, which would take long each time.
      unsafe Self.wasSought = true
      unsafe Self.start = Self.findStart(Int(monotonic))
    }
    return unsafe Self.start?.advanced(byNanoseconds: Int(monotonic))
  }

  /// Sets the clock: it shows this time now, and goes with the monotonic clock from here.
  public func set(to time: Timestamp) {
    // Safe: as above.
    unsafe Self.start = time.advanced(byNanoseconds: -Int(currentNanoseconds()))
  }

  /// The wall clock when the monotonic clock was at zero.
  nonisolated(unsafe) private static var start: Timestamp?
  nonisolated(unsafe) private static var wasSought = false

  private static func findStart(_ monotonic: Int) -> Timestamp? {
    if let start = paravirtualStart() { return start }
    var clock = RealTimeClock(IOPorts())
    guard let time = clock.read() else { return nil }
    let date = CalendarDate(
      year: time.year, month: time.month, day: time.day, hour: time.hour, minute: time.minute,
      second: time.second)
    // The second has begun some time ago: half of one on the average.
    return Timestamp(seconds: date.secondsSince1970, nanoseconds: 500_000_000 - monotonic)
  }

  /// The wall clock at the start of the hypervisor's clock, moved to that of the guest's.
  private static func paravirtualStart() -> Timestamp? {
    guard let (register, lead) = Timekeeping.paravirtualWallClock else { return nil }
    let byteCount = ParavirtualWallClock.byteCount
    let memory = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: 16)
    defer { unsafe memory.deallocate() }
    unsafe memory.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
    let address = UInt64(UInt(bitPattern: memory))
    HypervisorClock.writeWallClock(register: register, address: address)
    // Safe: the memory is mapped where it is, and lasts for as long as it is read.
    let bank = unsafe MappedRegisters(
      unsafeBase: VirtualAddress(rawValue: address), byteCount: byteCount)
    guard let clock = ParavirtualWallClock(bank) else { return nil }
    return Timestamp(seconds: Int(clock.seconds), nanoseconds: Int(clock.nanoseconds))
      .advanced(byNanoseconds: Int(lead))
  }
}

extension System {
  /// The clock that shows date and time of day.
  public var wallClock: WallClock { WallClock() }
}
