internal import Time

/// Dates as fields hold them.
///
/// Source: RFC 9110, section 5.6.7.
enum HTTPDate {
  /// Characters of a date as it is written.
  static var byteCount: Int { 29 }

  /// Adds a date, such as `Sun, 06 Nov 1994 08:49:37 GMT`.
  ///
  /// - Parameters:
  ///   - seconds: Seconds since the start of 1970, up to the year 9999.
  ///   - bytes: What it is added to.
  static func append(_ seconds: Int, to bytes: inout [UInt8]) {
    let date = CalendarDate(secondsSince1970: seconds)
    // The 1st of January 1970 was a Thursday.
    let weekday = ((seconds - (date.hour * 3600 + date.minute * 60 + date.second)) / 86_400 + 4) % 7
    append(name: weekday < 0 ? weekday + 7 : weekday, of: weekdays, to: &bytes)
    bytes.append(", ")
    bytes.append(decimal: date.day, width: 2)
    bytes.append(ASCII.space)
    append(name: date.month - 1, of: months, to: &bytes)
    bytes.append(ASCII.space)
    bytes.append(decimal: date.year, width: 4)
    bytes.append(ASCII.space)
    bytes.append(decimal: date.hour, width: 2)
    bytes.append(ASCII.colon)
    bytes.append(decimal: date.minute, width: 2)
    bytes.append(ASCII.colon)
    bytes.append(decimal: date.second, width: 2)
    bytes.append(" GMT")
  }

  /// Reads a date in any of the three forms that there are.
  ///
  /// - Returns: Seconds since the start of 1970; nil if the range is no date.
  static func parse(_ bytes: RawSpan, _ range: Range<Int>) -> Int? {
    var words = Words(offset: range.lowerBound, end: range.upperBound)
    guard let weekday = words.next(in: bytes), let second = words.next(in: bytes) else {
      return nil
    }
    // Only the form of C's asctime has the month second: "Sun Nov  6 08:49:37 1994".
    if let month = monthNumber(bytes, second) {
      guard weekday.count == 3, let day = words.number(in: bytes),
        let hour = words.number(in: bytes),
        let minute = words.number(in: bytes), let secondOfMinute = words.number(in: bytes),
        let year = words.number(in: bytes), words.next(in: bytes) == nil
      else { return nil }
      return seconds(year, month, day, hour, minute, secondOfMinute)
    }
    // "Sun, 06 Nov 1994 08:49:37 GMT" or "Sunday, 06-Nov-94 08:49:37 GMT".
    guard let day = bytes.decimal(second), let monthRange = words.next(in: bytes),
      let month = monthNumber(bytes, monthRange), let yearRange = words.next(in: bytes),
      let year = bytes.decimal(yearRange), let hour = words.number(in: bytes),
      let minute = words.number(in: bytes), let secondOfMinute = words.number(in: bytes),
      let zone = words.next(in: bytes), bytes.equals(zone, "GMT"), words.next(in: bytes) == nil
    else { return nil }
    // Of two digits: those that lie more than 50 years ahead are of the century before.
    let century = yearRange.count > 2 ? 0 : year < 77 ? 2000 : 1900
    return seconds(century + year, month, day, hour, minute, secondOfMinute)
  }

  private static func seconds(
    _ year: Int, _ month: Int, _ day: Int, _ hour: Int, _ minute: Int, _ second: Int
  ) -> Int? {
    guard (1...31).contains(day), (0..<24).contains(hour), (0..<60).contains(minute),
      (0...60).contains(second), (1...9999).contains(year)
    else { return nil }
    return CalendarDate(
      year: year, month: month, day: day, hour: hour, minute: minute, second: second
    ).secondsSince1970
  }

  private static var weekdays: StaticString { "SunMonTueWedThuFriSat" }
  private static var months: StaticString { "JanFebMarAprMayJunJulAugSepOctNovDec" }

  /// Adds one of the names of three letters that a text consists of.
  private static func append(name index: Int, of names: StaticString, to bytes: inout [UInt8]) {
    // Safe: the index is less than the number of names.
    for offset in 3 * index..<3 * index + 3 { unsafe bytes.append(names.utf8Start[offset]) }
  }

  /// The number of a month by its name, from 1.
  private static func monthNumber(_ bytes: RawSpan, _ range: Range<Int>) -> Int? {
    guard range.count == 3 else { return nil }
    for month in 0..<12 {
      // Safe: twelve names of three letters.
      let isEqual = (0..<3).allSatisfy {
        unsafe bytes[range.lowerBound + $0] == months.utf8Start[3 * month + $0]
      }
      if isEqual { return month + 1 }
    }
    return nil
  }

  /// The parts of a date, whichever signs are between them.
  private struct Words {
    var offset: Int
    let end: Int

    mutating func next(in bytes: RawSpan) -> Range<Int>? {
      while offset < end, Self.isSeparator(bytes[offset]) { offset += 1 }
      let start = offset
      while offset < end, !Self.isSeparator(bytes[offset]) { offset += 1 }
      return start == offset ? nil : start..<offset
    }

    mutating func number(in bytes: RawSpan) -> Int? {
      next(in: bytes).flatMap { bytes.decimal($0) }
    }

    private static func isSeparator(_ byte: UInt8) -> Bool {
      byte == ASCII.space || byte == ASCII.comma || byte == ASCII.colon || byte == ASCII.minus
    }
  }
}
