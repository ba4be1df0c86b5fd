/// Everything that a profile holds, for programs of one's own.
public enum JSONExporter {
  /// Writes a profile.
  ///
  /// - Parameters:
  ///   - profile: The profile, filtered.
  ///   - whole: The profile with its waits and stretches of work, which are listed by themselves.
  /// - Returns: JSON.
  public static func export(_ profile: Profile, whole: Profile? = nil) -> [UInt8] {
    var writer = ByteWriter(capacity: 1 << 16)
    writer.add(#"{"version":1,"machine":"#)
    writer.add(json: profile.header.machine)
    writer.add(#","image":"#)
    writer.add(json: profile.header.image)
    writer.add(#","buildIdentity":"#)
    writer.add(json: profile.header.buildIdentity)
    writer.add(#","startTime":"#)
    writer.add(decimal: profile.header.startTime)
    writeSource(profile, to: &writer)
    writeAccount(profile.account, to: &writer)
    writer.add(#","health":["#)
    list(HealthReport.lines(profile), to: &writer) { $1.add(json: $0) }
    writer.add(#"],"functions":["#)
    list(profile.functions, to: &writer, write(function:to:))
    writer.add(#"],"frames":["#)
    list(profile.frames, to: &writer, write(frame:to:))
    writer.add(#"],"stacks":["#)
    list(profile.stacks, to: &writer) { stack, writer in
      writer.add("[")
      list(stack, to: &writer) { $1.add(decimal: $0) }
      writer.add("]")
    }
    writer.add(#"],"samples":["#)
    list(profile.samples, to: &writer) { write(sample: $0, profile, to: &$1) }
    for (key, kind) in [("spans", SampleKind.span), ("waits", .wait)] {
      writer.add("],\"\(key)\":[")
      let named = (whole ?? profile).samples.filter { $0.kind == kind }
      list(named, to: &writer) { write(sample: $0, whole ?? profile, to: &$1) }
    }
    writer.add("]}\n")
    return writer.bytes
  }

  private static func list<Element>(
    _ elements: [Element], to writer: inout ByteWriter,
    _ write: (Element, inout ByteWriter) -> Void
  ) {
    for (index, element) in elements.enumerated() {
      if index > 0 { writer.add(",") }
      write(element, &writer)
    }
  }

  private static func writeSource(_ profile: Profile, to writer: inout ByteWriter) {
    let source = profile.header.source
    writer.add(#","source":{"origin":"#)
    writer.add(json: source.origin)
    writer.add(#","mode":"#)
    writer.add(json: source.mode)
    writer.add(#","rate":"#)
    writer.add(source.rate, digits: 3)
    writer.add(#","jittered":\#(source.isJittered)},"cutShort":\#(profile.isCutShort)"#)
  }

  private static func writeAccount(_ account: SampleAccount?, to writer: inout ByteWriter) {
    guard let account else { return writer.add(#","account":null"#) }
    writer.add(#","account":{"fired":\#(account.firedCount),"recorded":\#(account.recordedCount)"#)
    writer.add(#","duration":\#(account.duration),"dropped":{"#)
    list(account.dropped, to: &writer) { entry, writer in
      writer.add(json: entry.reason)
      writer.add(":\(entry.count)")
    }
    writer.add(#"},"checks":{"#)
    list(account.checks, to: &writer) { check, writer in
      writer.add(json: check.claim)
      writer.add(":\(check.count)")
    }
    writer.add("}")
    if let cost = account.cost {
      writer.add(#","cost":{"minimum":\#(cost.minimum),"mean":\#(cost.mean)"#)
      writer.add(#","percentile99":\#(cost.percentile99)}"#)
    }
    writer.add("}")
  }

  private static func write(function: Profile.Function, to writer: inout ByteWriter) {
    writer.add(#"{"name":"#)
    writer.add(json: function.name)
    writer.add(#","symbol":"#)
    writer.add(json: function.rawName)
    writer.add(#","module":"#)
    writer.add(json: function.module)
    writer.add(#","file":"#)
    writer.add(json: function.file)
    writer.add("}")
  }

  private static func write(frame: Profile.Frame, to writer: inout ByteWriter) {
    writer.add(#"{"function":"#)
    writer.add(decimal: frame.function)
    writer.add(#","line":"#)
    writer.add(decimal: frame.line)
    writer.add(#","address":"#)
    writer.add(decimal: frame.address)
    writer.add(frame.isInlined ? #","inlined":true,"role":""# : #","inlined":false,"role":""#)
    switch frame.role {
    case .code: writer.add("code")
    case .interrupt: writer.add("interrupt")
    case .mark: writer.add("mark")
    }
    writer.add(#""}"#)
  }

  private static func write(
    sample: Profile.Sample, _ profile: Profile, to writer: inout ByteWriter
  ) {
    writer.add(#"{"stack":"#)
    writer.add(decimal: sample.stack)
    writer.add(#","time":"#)
    writer.add(decimal: sample.time)
    writer.add(#","weight":"#)
    writer.add(decimal: sample.weight)
    writer.add(#","kind":""#)
    writer.add(sample.kind.name)
    writer.add(#"","context":""#)
    writer.add(sample.context.name)
    writer.add("\"")
    if sample.ending != .complete { writer.add(#","ending":"\#(sample.ending.reason)""#) }
    if sample.label != 0 {
      writer.add(#","label":"#)
      writer.add(json: profile.text(ofLabel: sample.label))
    }
    if sample.name != 0 {
      writer.add(#","name":"#)
      writer.add(json: profile.names[sample.name])
    }
    if sample.remarks.contains(.searched) { writer.add(#","searched":true"#) }
    writer.add("}")
  }
}
