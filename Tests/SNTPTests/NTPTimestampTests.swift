internal import SNTP
internal import TestSupport
internal import Testing

@Suite struct NTPTimestampTests {
  @Test(
    arguments: [
      (0x83aa_7e80_0000_0000, 0, 0), (0xffff_ffff_0000_0000, 2_085_978_495, 0),
      (0x0000_0000_8000_0000, 2_085_978_496, 500_000_000),
      (0xee00_0000_4000_0000, 1_783_988_608, 250_000_000),
    ] as [(UInt64, Int, UInt32)])
  func `knows the year 2036`(raw: UInt64, seconds: Int, nanoseconds: UInt32) {
    let time = NTPTimestamp(rawValue: raw)
    #expect(time.secondsSince1970 == seconds && time.nanoseconds == nanoseconds)
    #expect(NTPTimestamp(secondsSince1970: seconds, nanoseconds: nanoseconds) == time)
  }

  @Test func `adds what it has subtracted`() {
    var generator = SeededGenerator(seed: 1900)
    for _ in 0..<10_000 {
      let time = NTPTimestamp(rawValue: generator.next())
      let interval = Int(Int64(bitPattern: generator.next()) >> 8)
      let difference = time.advanced(byNanoseconds: interval).nanoseconds(since: time)
      #expect(abs(difference - interval) <= 1)
    }
  }

  @Test func `counts across the end of an era`() {
    let last = NTPTimestamp(rawValue: 0xffff_ffff_ffff_ffff)
    let first = NTPTimestamp(rawValue: 0x0000_0001_0000_0000)
    #expect(first.nanoseconds(since: last) == 1_000_000_000)
    #expect(last.nanoseconds(since: first) == -1_000_000_001)
  }
}
