internal import Yams

/// Steps of clients that ask a service for something.
extension StepReader {
  func http(_ fields: Fields) -> HTTPStep? {
    if fields.node("http")?.scalar != nil {
      return fields.read("http", .httpPath).map(HTTPStep.init(path:))
    }
    let known = [
      "path", "method", "port", "fields", "send", "status", "expect-fields", "body", "matches",
      "within",
    ]
    guard let http = fields.fields("http", of: "“http”", known: known),
      let path = http.require("path", .httpPath)
    else { return nil }
    var step = HTTPStep(path: path)
    http.read("method", .method, into: &step.method)
    if let text = http.read("send", .anyText) {
      step.body = .text(text)
      if !http.has("method") { step.method = "POST" }
    }
    readResponse(http, into: &step)
    http.read("body", .anyText, into: &step.expectedBody)
    return step
  }

  func upload(_ fields: Fields) -> HTTPStep? {
    let known = [
      "path", "size", "method", "port", "fields", "status", "expect-fields", "matches", "echo",
      "within",
    ]
    guard let upload = fields.fields("upload", of: "“upload”", known: known),
      let path = upload.require("path", .httpPath),
      let size = upload.require("size", .byteCount)
    else { return nil }
    guard size <= 64 << 20 else {
      upload.report("at most 64M are sent", at: "size")
      return nil
    }
    var step = HTTPStep(path: path)
    step.method = upload.read("method", .method) ?? "PUT"
    step.body = .bytes(size)
    upload.read("echo", .flag, into: &step.isEcho)
    if step.isEcho && size >= ClientOutput.maximumByteCount / 2 {
      upload.report("what comes back can be at most 4M", at: "size")
    }
    readResponse(upload, into: &step)
    return step
  }

  /// What both kinds of requests have in common.
  private func readResponse(_ fields: Fields, into step: inout HTTPStep) {
    fields.read("port", .integer(UInt16(1)...UInt16.max), into: &step.port)
    fields.read("fields", .list(of: .text), into: &step.fields)
    fields.read("status", .integer(100...599), into: &step.status)
    fields.read("matches", .pattern, into: &step.bodyPattern)
    fields.read("within", .duration, into: &step.within)
    guard let node = fields.node("expect-fields") else { return }
    let names = node.mapping?.keys.compactMap { $0.scalar?.string } ?? []
    guard let expected = fields.fields("expect-fields", of: "“expect-fields”", known: names) else {
      return
    }
    for name in names {
      if let pattern = expected.read(name, .pattern) {
        step.expectedFields[name.lowercased()] = pattern
      }
    }
  }

  func load(_ fields: Fields) -> LoadStep? {
    let known = [
      "http", "dns", "port", "clients", "for", "name", "at-least", "errors", "of", "ratio",
    ]
    guard let load = fields.fields("load", of: "“load”", known: known) else { return nil }
    guard load.has("http") != load.has("dns") else {
      load.report("“load” needs exactly one of http, dns")
      return nil
    }
    guard let target = loadTarget(load) else { return nil }
    var step = LoadStep(target)
    load.read("clients", .integer(1...1000), into: &step.clientCount)
    load.read("name", .text, into: &step.name)
    load.read("at-least", .rate, into: &step.leastRate)
    load.read("errors", .integer(0...Int.max), into: &step.errorCount)
    if let duration = load.read("for", .duration) {
      // The clients count whole seconds.
      step.seconds = Int(min(max(duration.components.seconds, 1), 3600))
    }
    if load.has("of") || load.has("ratio") {
      guard let name = load.require("of", .text), let least = load.require("ratio", .rate) else {
        return nil
      }
      step.ratio = LoadStep.Ratio(name: name, least: least)
    }
    return step
  }

  private func loadTarget(_ load: Fields) -> LoadStep.Target? {
    if load.has("http") {
      guard let path = load.read("http", .httpPath) else { return nil }
      let port = load.read("port", .integer(UInt16(1)...UInt16.max)) ?? 80
      return .http(path: path, port: port)
    }
    guard let words = load.read("dns", .words) else { return nil }
    guard (1...2).contains(words.count) else {
      load.report("expected a name, and perhaps a type", at: "dns")
      return nil
    }
    return .dns(name: words[0], type: words.count > 1 ? words[1] : "A")
  }

  func dhcp(_ fields: Fields) -> DHCPStep? {
    var step = DHCPStep()
    if let scalar = fields.node("dhcp")?.scalar {
      switch scalar.string {
      case "lease": return step
      case "silent":
        step.isSilent = true
        return step
      default:
        fields.report("expected lease, silent or a mapping, found “\(scalar.string)”", at: "dhcp")
        return nil
      }
    }
    let known = DHCPStep.names.keys.sorted()
    guard let dhcp = fields.fields("dhcp", of: "“dhcp”", known: known) else { return nil }
    for (name, word) in DHCPStep.names {
      if let value = dhcp.read(name, .text) { step.expected[word] = value }
    }
    return step
  }
}

extension NodeDecoder where Value == String {
  /// A path of a URL, with its query.
  static var httpPath: NodeDecoder {
    text.then { text in
      let isPlain = text.utf8.allSatisfy { (0x21...0x7e).contains($0) }
      guard text.hasPrefix("/"), isPlain else {
        return .problem("expected a path such as /items?x=1, found “\(text)”")
      }
      return .value(text)
    }
  }

  /// A method of HTTP.
  static var method: NodeDecoder {
    text.then { text in
      guard !text.isEmpty, text.utf8.allSatisfy({ (0x41...0x5a).contains($0) }) else {
        return .problem("expected a method such as GET, found “\(text)”")
      }
      return .value(text)
    }
  }

  /// Any scalar, even an empty one.
  static var anyText: NodeDecoder {
    NodeDecoder { node throws(ManifestProblem) in
      guard let scalar = node.scalar else {
        throw node.problem("expected text, found \(node.kindName)")
      }
      return scalar.string
    }
  }
}

extension NodeDecoder where Value == Double {
  /// A number that is not negative.
  static var rate: NodeDecoder {
    NodeDecoder<String>.text.then { text in
      guard let number = Double(text), number >= 0, number.isFinite else {
        return .problem("expected a number such as 1000 or 0.8, found “\(text)”")
      }
      return .value(number)
    }
  }
}
