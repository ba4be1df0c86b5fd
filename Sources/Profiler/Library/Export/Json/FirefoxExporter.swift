/// Profiles as profiler.firefox.com shows them, with inlined functions and lines.
///
/// Source: github.com/firefox-devtools/profiler, docs-developer/processed-profile-format.md,
/// version 55.
public struct FirefoxExporter {
  private let profile: Profile
  /// Waits and stretches of work, by their beginning.
  private let marks: [TimeChart.Bar]
  private var strings: [String: Int] = [:]
  private var texts: [String] = []
  private var stacks: [StackKey: Int] = [:]
  private var stackRows: [(frame: Int, prefix: Int)] = []
  private var frames: [FrameKey: Int] = [:]
  private var frameRows: [FrameKey] = []

  private struct StackKey: Hashable {
    var frame: Int
    var prefix: Int
  }

  private struct FrameKey: Hashable {
    var frame: Int
    var depth: Int
    var category: Int
    /// The function that is called at the place, into which this one is inlined.
    var symbol: Int
  }

  /// The categories, which give colours.
  private enum Category {
    static let names = [
      ("Code", "yellow"), ("Idle", "transparent"), ("Interrupt", "orange"), ("Span", "blue"),
      // Readers take the first gray one for what has none; there must be one.
      ("Other", "grey"),
    ]
    static let span = 3
    static let code = 0
    static let idle = 1
    static let interrupt = 2
  }

  private init(_ profile: Profile, marks: [TimeChart.Bar]) {
    self.profile = profile
    self.marks = marks.sorted { ($0.start, $1.end) < ($1.start, $0.end) }
  }

  /// Writes a profile.
  ///
  /// - Parameters:
  ///   - profile: The profile, filtered: all its samples are of one kind.
  ///   - whole: The profile with its waits and stretches of work, which become markers.
  /// - Returns: JSON.
  public static func export(_ profile: Profile, whole: Profile? = nil) -> [UInt8] {
    var exporter = FirefoxExporter(profile, marks: TimeChart.bars(of: whole ?? profile))
    return exporter.write()
  }

  private mutating func write() -> [UInt8] {
    let samples = profile.samples.sorted { $0.time < $1.time }
    let stackNumbers = samples.map { stack(of: $0) }
    let functionNames = profile.functions.map { string($0.name) }
    let functionFiles = profile.functions.map { $0.file.isEmpty ? -1 : string($0.file) }
    let image = profile.header.image.split(separator: "/").last.map(String.init) ?? "image"
    let resource = string(image)
    let markNames = marks.map { string($0.name) }
    var table = TableWriter()
    writeHead(image, to: &table)
    writeSamples(samples, stackNumbers, to: &table)
    table.begin("stackTable")
    table.column("frame", stackRows.map(\.frame))
    table.column("prefix", stackRows.map(\.prefix), nullBelowZero: true)
    table.end(count: stackRows.count)
    writeFrames(to: &table)
    table.begin("funcTable")
    let count = functionNames.count
    table.column("name", functionNames)
    table.column("isJS", literal: "false", count: count)
    table.column("relevantForJS", literal: "false", count: count)
    table.column("resource", [Int](repeating: 0, count: count))
    table.column("fileName", functionFiles, nullBelowZero: true)
    table.column("lineNumber", literal: "null", count: count)
    table.column("columnNumber", literal: "null", count: count)
    table.end(count: count)
    table.writer.add(#""resourceTable":{"lib":[0],"name":[\#(resource)],"host":[null],"#)
    table.writer.add(#""type":[1],"length":1},"#)
    writeSymbols(functionNames, to: &table)
    writeMarks(markNames, to: &table)
    table.writer.add(#""stringArray":["#)
    for (index, text) in texts.enumerated() {
      if index > 0 { table.writer.add(",") }
      table.writer.add(json: text)
    }
    table.writer.add("]}]}\n")
    return table.writer.bytes
  }

  private func writeHead(_ image: String, to table: inout TableWriter) {
    let rate = profile.header.source.rate
    table.writer.add(#"{"meta":{"interval":"#)
    table.writer.add(rate > 0 ? 1000 / rate : 1, digits: 6)
    table.writer.add(#","startTime":"#)
    table.writer.add(Double(profile.header.startTime) / 1e6, digits: 3)
    table.writer.add(#","processType":0,"product":"#)
    table.writer.add(json: profile.header.machine)
    table.writer.add(#","stackwalk":1,"debug":false,"version":24,"preprocessedProfileVersion":55"#)
    table.writer.add(#","symbolicated":true,"sampleUnits":{"time":"ms","eventDelay":"ms","#)
    table.writer.add(#""threadCPUDelta":"ns"},"markerSchema":["#)
    table.writer.add(Self.markSchema)
    table.writer.add(#"],"extensions":{"id":[],"name":[],"#)
    table.writer.add(#""baseURL":[],"length":0},"categories":["#)
    for (index, category) in Category.names.enumerated() {
      table.writer.add(index > 0 ? "," : "")
      table.writer.add(#"{"name":"\#(category.0)","color":"\#(category.1)","#)
      table.writer.add(#""subcategories":["Other"]}"#)
    }
    table.writer.add(#"]},"libs":[{"arch":"x86_64","name":"#)
    for key in ["", #","debugName":"#] {
      table.writer.add(key)
      table.writer.add(json: image)
    }
    for key in [#","path":"#, #","debugPath":"#] {
      table.writer.add(key)
      table.writer.add(json: profile.header.image)
    }
    table.writer.add(#","breakpadId":"","codeId":"#)
    table.writer.add(json: profile.header.buildIdentity)
    table.writer.add(#"}],"pages":[],"counters":[],"profilerOverhead":[],"threads":["#)
    table.writer.add(#"{"processType":"default","processStartupTime":0,"#)
    table.writer.add(#""processShutdownTime":null,"registerTime":0,"unregisterTime":null,"#)
    table.writer.add(#""pausedRanges":[],"name":"CPU 0","isMainThread":true,"pid":"1","tid":1,"#)
  }

  /// Intervals, which show their label.
  private func writeMarks(_ names: [Int], to table: inout TableWriter) {
    table.begin("markers")
    table.column("name", names)
    table.column("startTime", marks.map { Double($0.start) / 1e6 })
    table.column("endTime", marks.map { Double($0.end) / 1e6 })
    table.column("phase", literal: "1", count: marks.count)
    table.column("category", marks.map { $0.isWait ? Category.idle : Category.span })
    table.column("data", count: marks.count) { writer, index in
      writer.add(#"{"type":""#)
      writer.add(marks[index].isWait ? "Wait" : "Span")
      writer.add(#"","label":""#)
      writer.add(Profile.text(ofLabel: marks[index].label))
      writer.add(#""}"#)
    }
    table.end(count: marks.count)
  }

  /// How a viewer shows markers.
  private static let markSchema = ["Span", "Wait"].map { name in
    #"{"name":"\#(name)","display":["marker-chart","marker-table","timeline-overview"],"#
      + #""tooltipLabel":"{marker.name}","tableLabel":"{marker.name}","#
      + #""chartLabel":"{marker.name}","fields":["#
      + #"{"key":"label","label":"Label","format":"string"}]}"#
  }.joined(separator: ",")

  private func writeSamples(
    _ samples: [Profile.Sample], _ stackNumbers: [Int], to table: inout TableWriter
  ) {
    let isBytes = samples.first?.kind.unit == "bytes"
    table.begin("samples")
    table.column("stack", stackNumbers, nullBelowZero: true)
    table.column("time", samples.map { Double($0.time) / 1e6 })
    table.column("weight", samples.map { isBytes ? Double($0.weight) : Double($0.weight) / 1e6 })
    table.writer.add(#""weightType":"\#(isBytes ? "bytes" : "tracing-ms")","#)
    table.end(count: samples.count)
  }

  private func writeFrames(to table: inout TableWriter) {
    let count = frameRows.count
    let rows = frameRows.map { profile.frames[$0.frame] }
    table.begin("frameTable")
    table.column("address", rows.map { $0.role == .mark ? -1 : Int(clamping: $0.address) })
    table.column("inlineDepth", frameRows.map(\.depth))
    table.column("category", frameRows.map(\.category))
    table.column("subcategory", [Int](repeating: 0, count: count))
    table.column("func", rows.map(\.function))
    table.column("nativeSymbol", frameRows.map(\.symbol), nullBelowZero: true)
    table.column("innerWindowID", literal: "null", count: count)
    table.column("line", rows.map { $0.line == 0 ? -1 : $0.line }, nullBelowZero: true)
    table.column("column", rows.map { $0.column == 0 ? -1 : $0.column }, nullBelowZero: true)
    table.end(count: count)
  }

  /// Every function is a symbol, at the least of its addresses that were met.
  private func writeSymbols(_ names: [Int], to table: inout TableWriter) {
    var addresses = [UInt64](repeating: .max, count: names.count)
    for frame in profile.frames {
      addresses[frame.function] = min(addresses[frame.function], frame.address)
    }
    table.begin("nativeSymbols")
    table.column("libIndex", [Int](repeating: 0, count: names.count))
    table.column("address", addresses.map { $0 == .max ? 0 : Int(clamping: $0) })
    table.column("name", names)
    table.column("functionSize", literal: "null", count: names.count)
    table.end(count: names.count)
  }

  /// The row of a sample's stack; -1 if it has none.
  private mutating func stack(of sample: Profile.Sample) -> Int {
    var prefix = -1
    let stack = profile.stacks[sample.stack]
    for place in PlacedStack(stack, of: profile).places {
      let symbol = place.first.map { profile.frames[$0].function } ?? -1
      for (depth, index) in place.enumerated() {
        let isIdle = sample.context == .idle && index == stack.last
        let role = profile.frames[index].role
        let category =
          isIdle ? Category.idle : role == .interrupt ? Category.interrupt : Category.code
        let key = FrameKey(
          frame: index, depth: depth, category: category, symbol: role == .mark ? -1 : symbol)
        prefix = stackRow(StackKey(frame: frameRow(key), prefix: prefix))
      }
    }
    return prefix
  }

  private mutating func frameRow(_ key: FrameKey) -> Int {
    if let known = frames[key] { return known }
    frames[key] = frameRows.count
    frameRows.append(key)
    return frameRows.count - 1
  }

  private mutating func stackRow(_ key: StackKey) -> Int {
    if let known = stacks[key] { return known }
    stacks[key] = stackRows.count
    stackRows.append((key.frame, key.prefix))
    return stackRows.count - 1
  }

  private mutating func string(_ text: String) -> Int {
    if let known = strings[text] { return known }
    strings[text] = texts.count
    texts.append(text)
    return texts.count - 1
  }
}

/// Writes tables by columns, as that format has them.
private struct TableWriter {
  var writer = ByteWriter(capacity: 1 << 16)

  mutating func begin(_ name: String) {
    writer.add(json: name)
    writer.add(":{")
  }

  mutating func end(count: Int) {
    writer.add(#""length":\#(count)},"#)
  }

  mutating func column(_ name: String, _ values: [Int], nullBelowZero: Bool = false) {
    column(name, count: values.count) { writer, index in
      if nullBelowZero, values[index] < 0 {
        writer.add("null")
      } else {
        writer.add(decimal: values[index])
      }
    }
  }

  mutating func column(_ name: String, _ values: [Double]) {
    column(name, count: values.count) { $0.add(values[$1], digits: 6) }
  }

  mutating func column(_ name: String, literal: StaticString, count: Int) {
    column(name, count: count) { writer, _ in writer.add(literal) }
  }

  mutating func column(
    _ name: String, count: Int, _ write: (inout ByteWriter, Int) -> Void
  ) {
    writer.add(json: name)
    writer.add(":[")
    for index in 0..<count {
      if index > 0 { writer.add(",") }
      write(&writer, index)
    }
    writer.add("],")
  }
}
