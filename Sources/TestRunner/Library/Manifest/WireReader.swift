internal import Frames
internal import Yams

/// Reads what a manifest says of the frames between guest and host.
struct WireReader {
  let collector: Fields.Collector

  /// Reads the keys at the top of a manifest.
  func read(_ fields: Fields, into wire: inout WireSettings) {
    readCapture(fields, into: &wire)
    readFrames(fields, into: &wire)
    guard let node = fields.node("link") else { return }
    let link = Fields(node, of: "“link”", known: Self.linkKeys + ["seed"], into: collector)
    link.read("seed", .integer(0...UInt64.max), into: &wire.seed)
    wire.link = settings(link)
  }

  /// Every key of a link but the seed.
  static let linkKeys = wayKeys + ["from-guest", "to-guest", "drop", "rules"]

  private static let wayKeys = [
    "loss", "duplicate", "reorder", "corrupt", "truncate", "delay", "jitter", "rate", "queue",
    "mtu",
  ]

  /// What a link does, as its keys say.
  func settings(_ fields: Fields) -> LinkSettings {
    var settings = LinkSettings()
    readWay(fields, into: &settings.fromGuest)
    readWay(fields, into: &settings.toGuest)
    for direction in SeenFrame.Direction.allCases {
      let key = direction.rawValue
      guard let way = fields.fields(key, of: "“\(key)”", known: Self.wayKeys) else { continue }
      readWay(way, into: &settings[direction])
    }
    if let node = fields.node("drop") {
      let items = node.sequence.map(Array.init) ?? [node]
      settings.rules += items.compactMap { rule(.drop, $0) }
    }
    guard let node = fields.node("rules") else { return settings }
    guard let items = node.sequence else {
      fields.report("“rules” must be a list, found \(node.kindName)", at: "rules")
      return settings
    }
    settings.rules += items.compactMap(rule)
    return settings
  }

  private func readWay(_ fields: Fields, into way: inout LinkSettings.Way) {
    fields.read("loss", .part, into: &way.loss)
    fields.read("duplicate", .part, into: &way.duplication)
    fields.read("reorder", .part, into: &way.reordering)
    fields.read("corrupt", .part, into: &way.corruption)
    fields.read("truncate", .part, into: &way.truncation)
    fields.read("delay", .nanoseconds, into: &way.delay)
    fields.read("jitter", .nanoseconds, into: &way.jitter)
    fields.read("rate", .bitRate, into: &way.rate)
    fields.read("queue", .byteCount, into: &way.queueByteCount)
    fields.read("mtu", .integer(68...65535), into: &way.maximumPacketByteCount)
  }

  /// A rule such as `corrupt: {udp: any}`.
  private func rule(_ node: Node) -> LinkRule? {
    let known = LinkRule.Action.allCases.map(\.rawValue)
    let fields = Fields(node, of: "a rule", known: known, into: collector)
    guard node.mapping != nil else { return nil }
    guard fields.names.count == 1, let name = fields.names.first,
      let action = LinkRule.Action(rawValue: name), let pattern = fields.node(name)
    else {
      fields.report("a rule needs exactly one of \(known.joined(separator: ", "))")
      return nil
    }
    return rule(action, pattern)
  }

  private func rule(_ action: LinkRule.Action, _ node: Node) -> LinkRule? {
    let contents = ["arp", "icmp", "udp", "tcp"]
    let choices = ["count", "first", "every"]
    let known = contents + choices + ["port", "direction"]
    let fields = Fields(node, of: "“\(action.rawValue)”", known: known, into: collector)
    guard node.mapping != nil else { return nil }
    for group in [contents, choices] where group.filter(fields.has).count > 1 {
      fields.report("\(group.filter(fields.has).joined(separator: " and ")) exclude each other")
    }
    var rule = LinkRule(action, FramePattern())
    if fields.has("arp"), fields.read("arp", .any) != nil { rule.pattern.content = .arp }
    if fields.has("udp"), fields.read("udp", .any) != nil { rule.pattern.content = .udp }
    fields.read("icmp", .icmpContent, into: &rule.pattern.content)
    fields.read("tcp", .tcpContent, into: &rule.pattern.content)
    fields.read("port", .integer(UInt16(1)...UInt16.max), into: &rule.pattern.port)
    fields.read("direction", .oneOf(SeenFrame.Direction.self), into: &rule.pattern.direction)
    let number = NodeDecoder<Int>.integer(1...1_000_000)
    if let count = fields.read("count", number) { rule.choice = .only(count) }
    if let count = fields.read("first", number) { rule.choice = .first(count) }
    if let count = fields.read("every", number) { rule.choice = .every(count) }
    return rule
  }

  private func readCapture(_ fields: Fields, into wire: inout WireSettings) {
    if fields.node("capture")?.scalar?.string == "none" {
      wire.captureByteLimit = nil
    } else if let limit = fields.read("capture", .byteCount) {
      wire.captureByteLimit = limit
    }
  }

  private func readFrames(_ fields: Fields, into wire: inout WireSettings) {
    let known = ["allow", "addresses", "mtu", "judge", "unchecked"]
    guard let frames = fields.fields("frames", of: "“frames”", known: known) else { return }
    frames.read("addresses", .list(of: .address), into: &wire.addresses)
    frames.read("mtu", .integer(68...65535), into: &wire.maximumPacketByteCount)
    frames.read("judge", .oneOf(End.self)).map { wire.judged = $0 == .host ? .host : .guest }
    frames.read("unchecked", .text, into: &wire.uncheckedReason)
    let rules = FrameRule.allCases.map(\.rawValue)
    guard let allow = frames.fields("allow", of: "“allow”", known: rules) else { return }
    for rule in FrameRule.allCases {
      if let reason = allow.read(rule.rawValue, .text) { wire.waived[rule] = reason }
    }
  }

  /// The ends of a link.
  private enum End: String, CaseIterable {
    case guest
    case host
  }
}
