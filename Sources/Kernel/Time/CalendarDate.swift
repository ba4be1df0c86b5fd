/// Date and time of day in the Gregorian calendar, in universal time.
public struct CalendarDate: Equatable, Sendable {
  public var year: Int
  /// From 1 to 12.
  public var month: Int
  /// From 1 to 31.
  public var day: Int
  public var hour: Int
  public var minute: Int
  public var second: Int

  /// Makes a date from its parts.
  public init(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
    self.year = year
    self.month = month
    self.day = day
    self.hour = hour
    self.minute = minute
    self.second = second
  }

  /// The date at a number of seconds since the start of 1970; leap seconds are not counted.
  public init(secondsSince1970 seconds: Int) {
    let time = Self.remainder(seconds, 86_400)
    // Years are counted from March on, so that the day that may be missing is the last; and in
    // spans of 400 years, which all have the same number of days.
    let day = (seconds - time) / 86_400 + Self.daysTo1970
    let dayOfSpan = Self.remainder(day, Self.daysInSpan)
    // A year is 365 days, one more each 4, one less each 100; a span's last day is one more.
    let yearOfSpan =
      (dayOfSpan - dayOfSpan / 1460 + dayOfSpan / 36_524 - dayOfSpan / 146_096) / 365
    let dayOfYear = dayOfSpan - (365 * yearOfSpan + yearOfSpan / 4 - yearOfSpan / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    self.day = dayOfYear - Self.daysToMonth(monthFromMarch) + 1
    year = yearOfSpan + (day - dayOfSpan) / Self.daysInSpan * 400 + (month <= 2 ? 1 : 0)
    hour = time / 3600
    minute = time / 60 % 60
    second = time % 60
  }

  /// Seconds since the start of 1970; before that they are negative.
  public var secondsSince1970: Int {
    let yearFromMarch = month <= 2 ? year - 1 : year
    let yearOfSpan = Self.remainder(yearFromMarch, 400)
    let dayOfYear = Self.daysToMonth(month > 2 ? month - 3 : month + 9) + day - 1
    let dayOfSpan = 365 * yearOfSpan + yearOfSpan / 4 - yearOfSpan / 100 + dayOfYear
    let days = (yearFromMarch - yearOfSpan) / 400 * Self.daysInSpan + dayOfSpan - Self.daysTo1970
    return days * 86_400 + hour * 3600 + minute * 60 + second
  }

  /// Days in 400 years.
  private static var daysInSpan: Int { 146_097 }
  /// Days from the 1st of March of the year 0 to the start of 1970.
  private static var daysTo1970: Int { 719_468 }

  /// Days from the 1st of March to a month, counted from March as 0: five months have 153 days.
  private static func daysToMonth(_ month: Int) -> Int { (153 * month + 2) / 5 }

  /// The remainder that is never negative.
  private static func remainder(_ number: Int, _ divisor: Int) -> Int {
    let remainder = number % divisor
    return remainder < 0 ? remainder + divisor : remainder
  }
}
