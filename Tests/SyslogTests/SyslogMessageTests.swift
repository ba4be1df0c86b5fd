internal import Syslog
internal import TestSupport
internal import Testing

@Suite struct SyslogMessageTests {
  static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  static func text(_ message: SyslogMessage, limit: Int = 1472) -> String {
    String(decoding: message.bytes(limit: limit), as: UTF8.self)
  }

  static func message(_ text: String) -> SyslogMessage {
    SyslogMessage(.notice, facility: .kernel, text: bytes(text))
  }

  @Test func `a message of nothing but a text`() {
    #expect(Self.text(Self.message("hello")) == "<5>1 - - - - - - hello")
    #expect(Self.text(Self.message("")) == "<5>1 - - - - - -")
  }

  @Test func `writes the example of RFC 5424, section 6.5`() {
    var message = SyslogMessage(
      .notice, facility: SyslogFacility(rawValue: 20) ?? .local0,
      text: Self.bytes("An application event log entry..."))
    message.timestamp = Self.bytes("2003-10-11T22:14:15.003Z")
    message.hostName = Self.bytes("mymachine.example.com")
    message.application = Self.bytes("evntslog")
    message.kind = Self.bytes("ID47")
    message.elements = [
      SyslogElement(
        Self.bytes("exampleSDID@32473"),
        [
          (Self.bytes("iut"), Self.bytes("3")),
          (Self.bytes("eventSource"), Self.bytes("Application")),
          (Self.bytes("eventID"), Self.bytes("1011")),
        ]),
      SyslogElement(
        Self.bytes("examplePriority@32473"),
        [("class", "high")].map {
          (Self.bytes($0.0), Self.bytes($0.1))
        }),
    ]
    #expect(
      Self.text(message)
        == """
        <165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog - ID47 \
        [exampleSDID@32473 iut="3" eventSource="Application" eventID="1011"]\
        [examplePriority@32473 class="high"] An application event log entry...
        """)
  }

  @Test func `escapes what would end a value`() {
    var message = Self.message("x")
    message.elements = [
      SyslogElement(Self.bytes("a"), [(Self.bytes("n"), Self.bytes(#"q" b\ c]"#))])
    ]
    #expect(Self.text(message) == #"<5>1 - - - - - [a n="q\" b\\ c\]"] x"#)
  }

  @Test func `lets nobody write a line or a field of his own`() {
    var message = Self.message("first\n<0>1 second\u{7f}")
    message.application = Self.bytes("two words\n")
    message.elements = [SyslogElement(Self.bytes("a]=\" b"), [(Self.bytes("c d"), [])])]
    #expect(
      Self.text(message)
        == #"<5>1 - - two?words? - - [a????b c?d=""] first <0>1 second "#)
  }

  @Test func `cuts fields at the lengths of the standard`() {
    var message = Self.message("x")
    message.hostName = [UInt8](repeating: 0x61, count: 300)
    message.application = [UInt8](repeating: 0x62, count: 300)
    let fields = Self.text(message).split(separator: " ").map(\.count)
    #expect(fields == [4, 1, 255, 48, 1, 1, 1, 1])
  }

  @Test func `says that a text is UTF-8 and cuts it between characters`() {
    var message = Self.message("Grüße")
    #expect(message.bytes().suffix(10) == [0xef, 0xbb, 0xbf] + Self.bytes("Grüße"))
    message.text = Self.bytes(String(repeating: "ü", count: 400))
    for limit in 480..<490 {
      let bytes = message.bytes(limit: limit)
      #expect(bytes.count <= limit && bytes.count >= limit - 1)
      #expect(String(validating: bytes, as: UTF8.self) != nil)
    }
  }

  @Test func `leaves out elements that do not fit whole`() {
    var message = Self.message("text")
    let long = [UInt8](repeating: 0x78, count: 470)
    message.elements = [
      SyslogElement(Self.bytes("long"), [(Self.bytes("n"), long)]), SyslogElement(Self.bytes("b")),
    ]
    #expect(Self.text(message, limit: 480) == "<5>1 - - - - - [b] text")
  }

  @Test func `stays within the limit whatever it is told`() {
    var generator = SeededGenerator(seed: 5424)
    for _ in 0..<2000 {
      var message = SyslogMessage(.debug, text: generator.bytes(upTo: 2000))
      message.hostName = generator.bytes(upTo: 300)
      message.elements = (0..<3).map { _ in
        SyslogElement(
          generator.bytes(upTo: 40), [(generator.bytes(upTo: 40), generator.bytes(upTo: 400))])
      }
      let limit = 480 + generator.below(1000)
      let bytes = message.bytes(limit: limit)
      #expect(bytes.count <= limit)
      #expect(!bytes.contains(0x0a) || message.elements.contains { !$0.parameters.isEmpty })
    }
  }
}
