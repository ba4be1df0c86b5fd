internal import Yams

/// Steps that exchange packets whose contents the manifest spells out.
extension StepReader {
  func questions(_ fields: Fields) -> [DNSQuestion]? {
    guard let node = fields.node("dns") else { return nil }
    let items = node.sequence.map(Array.init) ?? [node]
    if items.isEmpty { fields.report("“dns” asks nothing", at: "dns") }
    let questions = items.compactMap(question)
    return questions.count == items.count && !items.isEmpty ? questions : nil
  }

  private func question(_ node: Node) -> DNSQuestion? {
    let known = [
      "ask", "name", "type", "class", "options", "timeout", "rcode", "flags", "answer",
      "authority", "additional", "short", "edns", "size", "silent",
    ]
    let fields = Fields(node, of: "“dns”", known: known, into: collector)
    guard node.mapping != nil, var question = asked(fields) else { return nil }
    fields.read("type", .text, into: &question.type)
    fields.read("class", .text, into: &question.recordClass)
    fields.read("options", .words, into: &question.options)
    for option in question.options where DNSQuestion.changesOutput(option) {
      fields.report(
        "dig must print whole answers, one record a line, which “\(option)” changes", at: "options")
    }
    if let timeout = fields.read("timeout", .duration) {
      // The client counts whole seconds.
      question.timeoutSeconds = max(1, Int(timeout.components.seconds))
    }
    readAnswer(fields, into: &question.expectation)
    let expected: Set<String> = ["rcode", "answer", "short", "silent", "authority", "edns"]
    if expected.isDisjoint(with: fields.names) {
      fields.report("nothing is expected of the answer; add answer, short, rcode or silent")
    }
    return question
  }

  /// The question's name, type and class, from `ask: name [class] type` or from `name`.
  private func asked(_ fields: Fields) -> DNSQuestion? {
    guard fields.has("ask") else {
      return fields.require("name", .text).map { DNSQuestion(name: $0) }
    }
    if fields.has("name") { fields.report("“ask” and “name” exclude each other", at: "name") }
    guard let words = fields.read("ask", .words) else { return nil }
    guard (1...3).contains(words.count) else {
      fields.report("expected a name, and perhaps a class, and a type", at: "ask")
      return nil
    }
    var question = DNSQuestion(name: words[0], type: words.count > 1 ? words[words.count - 1] : "A")
    if words.count == 3 { question.recordClass = words[1] }
    return question
  }

  private func readAnswer(_ fields: Fields, into expectation: inout DNSExpectation) {
    fields.read("rcode", .text, into: &expectation.responseCode)
    fields.read("flags", .words, into: &expectation.flags)
    fields.read("answer", .list(of: .text), into: &expectation.answer)
    fields.read("authority", .list(of: .text), into: &expectation.authority)
    fields.read("additional", .list(of: .text), into: &expectation.additional)
    fields.read("short", .list(of: .text), into: &expectation.short)
    fields.read("edns", .text, into: &expectation.edns)
    fields.read("size", .integer(0...65535), into: &expectation.maximumByteCount)
    fields.read("silent", .flag, into: &expectation.isSilent)
  }

  func datagram(_ fields: Fields) -> DatagramStep? {
    let known = [
      "port", "send", "send-hex", "expect", "expect-hex", "silent", "refused",
    ]
    guard let udp = fields.fields("udp", of: "“udp”", known: known) else { return nil }
    guard let port = udp.require("port", .integer(UInt16(1)...UInt16.max)) else { return nil }
    guard udp.has("send") != udp.has("send-hex") else {
      udp.report("“udp” needs exactly one of send, send-hex")
      return nil
    }
    guard let payload = udp.read("send", .bytes) ?? udp.read("send-hex", .hexadecimal) else {
      return nil
    }
    guard let expectation = datagramExpectation(udp) else { return nil }
    return DatagramStep(port: port, payload: payload, expectation: expectation)
  }

  private func datagramExpectation(_ udp: Fields) -> DatagramStep.Expectation? {
    let forms = ["expect", "expect-hex", "silent", "refused"].filter(udp.has)
    guard forms.count <= 1 else {
      udp.report("\(forms.joined(separator: " and ")) exclude each other", at: forms[1])
      return nil
    }
    switch forms.first {
    case "expect": return udp.read("expect", .bytes).map { .payload($0) }
    case "expect-hex": return udp.read("expect-hex", .hexadecimal).map { .payload($0) }
    case "silent": return udp.read("silent", .span).map { .nothing($0) }
    case "refused": return udp.read("refused", .flag).map { $0 ? .refused : .anything }
    default: return .anything
    }
  }

  func arp(_ fields: Fields) -> ARPStep? {
    var step = ARPStep()
    if fields.node("arp")?.scalar != nil {
      fields.read("arp", .address, into: &step.address)
      return step
    }
    let known = ["address", "from", "card", "silent"]
    guard let arp = fields.fields("arp", of: "“arp”", known: known) else { return nil }
    arp.read("address", .address, into: &step.address)
    arp.read("from", .address, into: &step.sender)
    arp.read("card", .card, into: &step.card)
    arp.read("silent", .span, into: &step.silence)
    return step
  }

  func tcp(_ fields: Fields) -> TCPStep? {
    let known = [
      "port", "send", "send-hex", "expect", "expect-hex", "matches", "refused",
      "silent", "closes",
    ]
    guard let tcp = fields.fields("tcp", of: "“tcp”", known: known),
      let port = tcp.require("port", .integer(UInt16(1)...UInt16.max))
    else { return nil }
    var step = TCPStep(port: port)
    if tcp.has("send") && tcp.has("send-hex") {
      tcp.report("send and send-hex exclude each other", at: "send-hex")
    }
    step.payload = tcp.read("send", .bytes) ?? tcp.read("send-hex", .hexadecimal) ?? []
    tcp.read("closes", .flag, into: &step.endsByGuest)
    let forms = ["expect", "expect-hex", "matches", "refused", "silent"].filter(tcp.has)
    guard forms.count <= 1 else {
      tcp.report("\(forms.joined(separator: " and ")) exclude each other", at: forms[1])
      return nil
    }
    switch forms.first {
    case "expect": tcp.read("expect", .bytes).map { step.expectation = .payload($0) }
    case "expect-hex": tcp.read("expect-hex", .hexadecimal).map { step.expectation = .payload($0) }
    case "matches": tcp.read("matches", .pattern).map { step.expectation = .matches($0) }
    case "refused": if tcp.read("refused", .flag) == true { step.expectation = .refused }
    case "silent": tcp.read("silent", .span).map { step.expectation = .nothing($0) }
    default: break
    }
    return step
  }

  /// The state of the link, or what it does to frames from now on.
  func link(_ fields: Fields) -> LinkStep? {
    if fields.node("link")?.scalar != nil {
      return fields.read("link", .oneOf(LinkStep.State.self)).map(LinkStep.state)
    }
    let link = fields.fields("link", of: "“link”", known: WireReader.linkKeys)
    return link.map { .impaired(WireReader(collector: collector).settings($0)) }
  }
}

extension NodeDecoder where Value == String {
  /// The address of a card, such as `52:54:00:00:00:42`.
  static var card: NodeDecoder {
    text.then { text in
      let parts = text.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count == 6, parts.allSatisfy({ $0.count == 2 && UInt8($0, radix: 16) != nil })
      else { return .problem("expected an address such as 52:54:00:00:00:42, found “\(text)”") }
      return .value(text)
    }
  }
}
