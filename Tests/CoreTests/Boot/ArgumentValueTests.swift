internal import Core
internal import Telemetry
internal import TestSupport
internal import Testing

@Suite struct ArgumentValueTests {
  private func value(_ text: String) -> ArgumentValue {
    ArgumentValue(key: "key", bytes: ArraySlice(text.utf8))
  }

  /// What an error says.
  private func message(_ body: () throws(ArgumentError) -> Void) -> String {
    do throws(ArgumentError) {
      try body()
      return ""
    } catch {
      return String(decoding: error.message.copy(as: [UInt8].self), as: UTF8.self)
    }
  }

  @Test(arguments: [
    ("0", 0), ("42", 42), ("-7", -7), ("0x10", 16), ("-0x10", -16),
    ("9223372036854775807", Int.max), ("-9223372036854775808", Int.min),
  ])
  func `reads whole numbers`(text: String, number: Int) throws {
    #expect(try value(text).integer() == number)
  }

  @Test(arguments: [
    "", "-", "many", "1x", "x1", "1 ", "--1", "0x", "1.5", "9223372036854775808",
    "-9223372036854775809", "99999999999999999999",
  ])
  func `refuses what is no whole number`(text: String) {
    let message = message { () throws(ArgumentError) in _ = try value(text).integer() }
    #expect(message == "argument key=\(text) is not a whole number of 64 bits")
  }

  @Test func `reads flags`() throws {
    for text in ["yes", "on", "true", "1"] { #expect(try value(text).flag()) }
    for text in ["no", "off", "false", "0"] { #expect(try !value(text).flag()) }
    #expect(try ArgumentValue(key: "key", bytes: nil).flag())
    for text in ["", "YES", "2", "yess"] {
      let message = message { () throws(ArgumentError) in _ = try value(text).flag() }
      #expect(message == "argument key=\(text) is not yes or no")
    }
  }

  @Test(
    arguments: [
      ("0s", .zero), ("17ns", .nanoseconds(17)), ("5us", .microseconds(5)),
      ("500ms", .milliseconds(500)), ("10s", .seconds(10)), ("2min", .seconds(120)),
      ("1h", .seconds(3600)),
    ] as [(String, Duration)])
  func `reads times`(text: String, duration: Duration) throws {
    #expect(try value(text).duration() == duration)
  }

  @Test(arguments: ["", "5", "s", "-1s", "1.5s", "1 s", "1S", "1sec", "9223372036854775807s"])
  func `refuses what is no time`(text: String) {
    #expect(throws: ArgumentError.self) { _ = try value(text).duration() }
  }

  @Test func `reads addresses`() throws {
    #expect(try value("10.0.0.42").address() == 0x0a00_002a)
    #expect(try value("255.255.255.255").address() == .max)
    #expect(try value("10.0.0.42/20").addressAndPrefix() == (0x0a00_002a, 20))
    #expect(try value("10.0.0.42").addressAndPrefix() == (0x0a00_002a, 24))
  }

  @Test(arguments: ["", "10.0.0", "10.0.0.256", "10.0.0.1.2", "10..0.1", "10.0.0.1 ", "a.b.c.d"])
  func `refuses what is no address`(text: String) {
    let message = message { () throws(ArgumentError) in _ = try value(text).address() }
    #expect(message == "argument key=\(text) is not an IPv4 address")
    #expect(throws: ArgumentError.self) { _ = try value(text).addressAndPrefix() }
    #expect(throws: ArgumentError.self) { _ = try value("10.0.0.1/\(text)").addressAndPrefix() }
  }

  @Test func `says what was expected behind a value of any length`() {
    let text = String(repeating: "9", count: 5000)
    let message = message { () throws(ArgumentError) in _ = try value(text).integer() }
    #expect(message.hasSuffix("99 is not a whole number of 64 bits"))
  }

  @Test func `survives random bytes`() {
    var random = SeededGenerator(seed: 7)
    for _ in 0..<5000 {
      let value = ArgumentValue(key: "key", bytes: random.bytes(upTo: 30)[...])
      _ = try? value.integer()
      _ = try? value.flag()
      _ = try? value.duration()
      _ = try? value.address()
      _ = try? value.addressAndPrefix()
    }
  }
}
