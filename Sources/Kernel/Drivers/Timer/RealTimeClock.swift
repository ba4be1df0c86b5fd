public import Hardware

/// The battery-backed clock of a PC: date and time of day, to the second.
///
/// Source: Motorola MC146818A data sheet, time, calendar and alarm locations; the century is where
/// the ACPI tables of PCs put it.
public struct RealTimeClock<IO: Ports & ~Copyable>: ~Copyable {
  private var ports: IO

  /// Takes the clock, which runs already.
  ///
  /// - Parameter ports: The ports of the processor.
  public init(_ ports: consuming IO) {
    self.ports = ports
  }

  /// Reads date and time.
  ///
  /// - Returns: Nil if there is no clock, or if it shows a time that is none.
  public mutating func read() -> RealTime? {
    for _ in 0..<Self.tryLimit {
      guard waitForUpdate() else { return nil }
      // What was read while the clock stepped on is mixed: two readings tell.
      let first = registers()
      if first == registers() { return first.time }
    }
    return nil
  }

  /// Waits until the clock does not step on just now; it takes 2 ms at most.
  private mutating func waitForUpdate() -> Bool {
    for _ in 0..<Self.waitLimit where read(Register.statusA) & 0x80 == 0 { return true }
    return false
  }

  private mutating func registers() -> ClockRegisters {
    ClockRegisters(
      second: read(0), minute: read(2), hour: read(4), day: read(7), month: read(8),
      year: read(9), century: read(Register.century), statusB: read(Register.statusB))
  }

  private mutating func read(_ register: UInt8) -> UInt8 {
    ports.write8(register, to: 0x70)
    return ports.read8(from: 0x71)
  }

  private static var tryLimit: Int { 8 }
  /// Each look takes 1 µs at least on hardware.
  private static var waitLimit: Int { 20_000 }
}

/// Date and time of day in the Gregorian calendar, as the clock shows them.
public struct RealTime: Equatable, Sendable {
  public var year: Int
  /// From 1.
  public var month: Int
  /// From 1.
  public var day: Int
  public var hour: Int
  public var minute: Int
  public var second: Int

  /// Makes a time from its parts.
  public init(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) {
    self.year = year
    self.month = month
    self.day = day
    self.hour = hour
    self.minute = minute
    self.second = second
  }
}

private enum Register {
  static let statusA: UInt8 = 0x0a
  static let statusB: UInt8 = 0x0b
  static let century: UInt8 = 0x32
}

/// The registers as they are read.
private struct ClockRegisters: Equatable {
  var second: UInt8
  var minute: UInt8
  var hour: UInt8
  var day: UInt8
  var month: UInt8
  var year: UInt8
  var century: UInt8
  var statusB: UInt8

  /// What they mean; nil if that is no time.
  var time: RealTime? {
    let isBinary = statusB & 4 != 0
    guard let second = Self.number(second, isBinary), let minute = Self.number(minute, isBinary),
      let day = Self.number(day, isBinary), let month = Self.number(month, isBinary),
      let year = Self.number(year, isBinary), let hour = hour(isBinary), second < 61, minute < 60,
      hour < 24, (1...31).contains(day), (1...12).contains(month), year < 100
    else { return nil }
    return RealTime(
      year: firstYear(isBinary, year) + year, month: month, day: day, hour: hour, minute: minute,
      second: second)
  }

  /// The hour from 0 to 23; a clock that counts to 12 marks the afternoon in the highest bit.
  private func hour(_ isBinary: Bool) -> Int? {
    if statusB & 2 != 0 { return Self.number(hour, isBinary) }
    guard let number = Self.number(hour & 0x7f, isBinary), (1...12).contains(number) else {
      return nil
    }
    return number % 12 + (hour & 0x80 != 0 ? 12 : 0)
  }

  /// The first year of the century; without a sensible register, that between 1970 and 2069.
  private func firstYear(_ isBinary: Bool, _ year: Int) -> Int {
    if let century = Self.number(century, isBinary), (19...29).contains(century) {
      return century * 100
    }
    return year < 70 ? 2000 : 1900
  }

  /// The number in a register: binary, or two decimal digits.
  private static func number(_ value: UInt8, _ isBinary: Bool) -> Int? {
    if isBinary { return Int(value) }
    guard value & 0x0f < 10, value >> 4 < 10 else { return nil }
    return Int(value >> 4) * 10 + Int(value & 0x0f)
  }
}
