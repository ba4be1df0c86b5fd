public import Hardware

/// The hypervisor's clock: how ticks become time, in memory that the hypervisor keeps up to date.
///
/// Source: Linux, Documentation/virt/kvm/x86/msr.rst, MSR_KVM_SYSTEM_TIME_NEW.
public struct ParavirtualClock<Bank: Registers & ~Copyable>: ~Copyable {
  private let memory: Bank

  /// Size of the shared memory in bytes; it starts at a multiple of 32.
  public static var byteCount: Int { 32 }

  /// Takes the memory whose address the hypervisor was told.
  public init(_ memory: consuming Bank) {
    self.memory = memory
  }

  /// How ticks become time now.
  ///
  /// - Returns: Nil if the hypervisor never wrote, or does not stop to write.
  public func parameters() -> ParavirtualTime? {
    for _ in 0..<Self.tryLimit {
      // The version is odd while the hypervisor writes, and changes when it did.
      let version = memory.read32(at: Field.version)
      let time = ParavirtualTime(
        tick: memory.read64(at: Field.tick), nanoseconds: memory.read64(at: Field.nanoseconds),
        multiplier: memory.read32(at: Field.multiplier),
        shift: Int8(bitPattern: memory.read8(at: Field.shift)))
      if version != 0, version & 1 == 0, version == memory.read32(at: Field.version) {
        return time.multiplier == 0 ? nil : time
      }
    }
    return nil
  }

  private static var tryLimit: Int { 1000 }
}

/// How ticks become nanoseconds: from a tick and its time on, by a multiplier and a shift.
public struct ParavirtualTime: Equatable, Sendable {
  public var tick: UInt64
  public var nanoseconds: UInt64
  /// Nanoseconds in a shifted tick, times 2^32.
  public var multiplier: UInt32
  /// By how many bits ticks are shifted up; down if it is negative.
  public var shift: Int8

  /// Makes a value from its parts.
  public init(tick: UInt64, nanoseconds: UInt64, multiplier: UInt32, shift: Int8) {
    self.tick = tick
    self.nanoseconds = nanoseconds
    self.multiplier = multiplier
    self.shift = shift
  }

  /// The time at a tick, which is not before that of the parameters.
  public func nanoseconds(at tick: UInt64) -> UInt64 {
    guard tick > self.tick else { return nanoseconds }
    let product = ((tick - self.tick) << shift).multipliedFullWidth(by: UInt64(multiplier))
    return nanoseconds &+ (product.high << 32 | product.low >> 32)
  }

  /// Rate of the ticks.
  public var ticksPerSecond: UInt64 {
    ((1_000_000_000 << 32) / max(UInt64(multiplier), 1)) >> shift
  }
}

/// The wall clock at the start of the hypervisor's clock, as the hypervisor wrote it to memory.
///
/// Source: Linux, Documentation/virt/kvm/x86/msr.rst, MSR_KVM_WALL_CLOCK_NEW.
public struct ParavirtualWallClock: Equatable, Sendable {
  /// Whole seconds since the start of 1970.
  public let seconds: UInt32
  /// Nanoseconds after those.
  public let nanoseconds: UInt32

  /// Size of the memory in bytes; it starts at a multiple of 4.
  public static var byteCount: Int { 12 }

  /// Reads what the hypervisor wrote.
  ///
  /// - Returns: Nil if it did not.
  public init?<Bank: Registers & ~Copyable>(_ memory: borrowing Bank) {
    let version = memory.read32(at: 0)
    guard version != 0, version & 1 == 0 else { return nil }
    seconds = memory.read32(at: 4)
    nanoseconds = memory.read32(at: 8)
  }
}

/// Where the parts are, in bytes.
private enum Field {
  static let version = 0
  static let tick = 8
  static let nanoseconds = 16
  static let multiplier = 24
  static let shift = 28
}
