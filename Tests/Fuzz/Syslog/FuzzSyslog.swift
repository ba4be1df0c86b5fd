internal import FuzzSupport
internal import Syslog

/// Messages of any content: none is longer than its limit, ends a line or tears a character.
@c(fuzz_Syslog)
public func fuzzSyslog(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  var input = FuzzInput(start, count)
  let choice = input.byte()
  let severity = SyslogSeverity(rawValue: choice & 7) ?? .debug
  let facility = SyslogFacility(rawValue: input.byte() % 24) ?? .user
  let limit = Int(input.half() % 2000)
  var elements: [SyslogElement] = []
  for _ in 0..<choice >> 6 {
    elements.append(
      SyslogElement(
        input.run(), (0..<input.byte() % 4).map { _ in (name: input.run(), value: input.run()) }))
  }
  var message = SyslogMessage(severity, facility: facility, text: [])
  message.timestamp = input.run()
  message.hostName = input.run()
  message.application = input.run()
  message.process = input.run()
  message.kind = input.run()
  message.elements = elements
  let rest = input.rest
  // What is text is to stay so.
  let text = String(decoding: rest, as: UTF8.self)
  message.text = choice & 8 == 0 ? rest : Array(text.utf8)
  let bytes = message.bytes(limit: limit)
  require(bytes.count <= max(limit, SyslogMessage.smallestLimit), "longer than the limit")
  require(bytes.first == 0x3c, "no priority")
  if elements.isEmpty, choice & 8 != 0 {
    require(bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7f }, "a line may end here")
    require(String(validating: bytes, as: UTF8.self) != nil, "a character is torn")
  }
  return 0
}
