internal import Foundation
internal import TestSupport
internal import Testing
internal import Time

@Suite struct CalendarDateTests {
  /// Days that the program `date` of GNU coreutils 9.1 gave: `date -u -d 2000-02-29 +%s`.
  static let known: [(year: Int, month: Int, day: Int, seconds: Int)] = [
    (1970, 1, 1, 0), (1969, 12, 31, -86_400), (2000, 2, 29, 951_782_400),
    (2000, 3, 1, 951_868_800), (1900, 3, 1, -2_203_891_200), (2030, 2, 28, 1_898_467_200),
    (2030, 3, 1, 1_898_553_600), (2038, 1, 19, 2_147_472_000), (2100, 2, 28, 4_107_456_000),
    (2100, 3, 1, 4_107_542_400), (2400, 2, 29, 13_574_563_200), (1, 1, 1, -62_135_596_800),
    (9999, 12, 31, 253_402_214_400),
  ]

  @Test(arguments: known)
  func `agrees with the program date`(year: Int, month: Int, day: Int, seconds: Int) {
    let date = CalendarDate(year: year, month: month, day: day)
    #expect(date.secondsSince1970 == seconds)
    #expect(CalendarDate(secondsSince1970: seconds) == date)
  }

  @Test func `agrees with the C library over 2000 years of seeded moments`() {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<20_000 {
      let seconds = Int(generator.next() % 63_000_000_000) - 31_500_000_000
      var time = time_t(seconds)
      var parts = tm()
      gmtime_r(&time, &parts)
      let date = CalendarDate(
        year: Int(parts.tm_year) + 1900, month: Int(parts.tm_mon) + 1, day: Int(parts.tm_mday),
        hour: Int(parts.tm_hour), minute: Int(parts.tm_min), second: Int(parts.tm_sec))
      #expect(CalendarDate(secondsSince1970: seconds) == date)
      #expect(date.secondsSince1970 == seconds)
    }
  }

  @Test func `goes through every day of 801 years`() {
    var seconds = CalendarDate(year: 1599, month: 12, day: 31).secondsSince1970
    var last = CalendarDate(secondsSince1970: seconds)
    while last.year < 2401 {
      seconds += 86_400
      let date = CalendarDate(secondsSince1970: seconds)
      let isNext =
        date.day == last.day + 1 && date.month == last.month && date.year == last.year
        || date.day == 1 && last.day >= 28
          && (date.month == last.month + 1 && date.year == last.year
            || date.month == 1 && last.month == 12 && date.year == last.year + 1)
      if !isNext { Issue.record("\(date) follows \(last)") }
      last = date
    }
  }
}
