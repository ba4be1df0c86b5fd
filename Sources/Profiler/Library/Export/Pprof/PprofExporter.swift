/// Profiles as `pprof` reads them, and continuous profiling engines take them.
///
/// Source: github.com/google/pprof, proto/profile.proto.
public struct PprofExporter {
  private let profile: Profile
  private var strings: [String: UInt64] = ["": 0]
  private var texts: [String] = [""]
  private var locations: [ArraySlice<Int>: UInt64] = [:]
  private var message = ProtobufWriter()

  private init(_ profile: Profile) {
    self.profile = profile
  }

  /// Writes a profile, compressed.
  public static func export(_ profile: Profile) -> [UInt8] {
    compressed(message(of: profile))
  }

  /// Writes a profile without compressing it.
  ///
  /// - Parameter profile: The profile, filtered: all its samples are of one kind.
  /// - Returns: A message `Profile`.
  static func message(of profile: Profile) -> [UInt8] {
    var exporter = PprofExporter(profile)
    exporter.write()
    return exporter.message.bytes
  }

  private enum Field {
    static let sampleType: UInt64 = 1
    static let sample: UInt64 = 2
    static let mapping: UInt64 = 3
    static let location: UInt64 = 4
    static let function: UInt64 = 5
    static let string: UInt64 = 6
    static let time: UInt64 = 9
    static let duration: UInt64 = 10
    static let periodType: UInt64 = 11
    static let period: UInt64 = 12
    static let comment: UInt64 = 13
    static let defaultType: UInt64 = 14
  }

  private mutating func write() {
    let kind = profile.samples.first?.kind ?? .time
    let (count, weight) = Self.types(of: kind)
    writeType(Field.sampleType, count, "count")
    writeType(Field.sampleType, weight, kind.unit)
    let contextKey = string("context")
    let labelKey = string("label")
    for sum in profile.sums() {
      let context = string(sum.context.name)
      let label = sum.label == 0 ? 0 : string(profile.text(ofLabel: sum.label))
      let places = PlacedStack(profile.stacks[sum.stack], of: profile).places
      let numbers = places.reversed().map { location($0) }
      message.add(Field.sample) { sample in
        sample.add(1, packed: numbers)
        sample.add(2, packed: [sum.count, sum.weight])
        for (key, text) in [(contextKey, context), (labelKey, label)] where text != 0 {
          sample.add(3) {
            $0.add(1, key)
            $0.add(2, text)
          }
        }
      }
    }
    writeMapping()
    writeFunctions()
    writeEnd(kind, weight)
  }

  private static func types(of kind: SampleKind) -> (count: String, weight: String) {
    switch kind {
    case .time: ("samples", "cpu")
    case .allocation: ("alloc_objects", "alloc_space")
    case .liveAllocation: ("inuse_objects", "inuse_space")
    case .wait: ("contentions", "delay")
    case .span: ("spans", "wall")
    }
  }

  private mutating func writeType(_ field: UInt64, _ type: String, _ unit: String) {
    let (type, unit) = (string(type), string(unit))
    message.add(field) {
      $0.add(1, type)
      $0.add(2, unit)
    }
  }

  /// The number of a place, which is written when it is first met.
  private mutating func location(_ frames: ArraySlice<Int>) -> UInt64 {
    if let known = locations[frames] { return known }
    let number = UInt64(locations.count + 1)
    locations[frames] = number
    let parts = frames.map { profile.frames[$0] }
    message.add(Field.location) { location in
      location.add(1, number)
      if parts.first?.role != .mark {
        location.add(2, 1)
        location.add(3, parts.first?.address ?? 0)
      }
      // What is inlined innermost comes first.
      for frame in parts.reversed() {
        location.add(4) {
          $0.add(1, UInt64(frame.function + 1))
          $0.add(2, UInt64(frame.line))
          $0.add(3, UInt64(frame.column))
        }
      }
    }
    return number
  }

  private mutating func writeMapping() {
    guard let range = profile.codeRange else { return }
    let name = string(profile.header.image)
    let identity = string(profile.header.buildIdentity)
    message.add(Field.mapping) {
      $0.add(1, 1)
      $0.add(2, range.lowerBound & ~0xfff)
      $0.add(3, range.upperBound & ~0xfff &+ 0x1000)
      $0.add(5, name)
      $0.add(6, identity)
      for flag in UInt64(7)...10 { $0.add(flag, 1) }
    }
  }

  private mutating func writeFunctions() {
    for (index, function) in profile.functions.enumerated() {
      let (name, raw) = (string(function.name), string(function.rawName))
      let file = string(function.file)
      message.add(Field.function) {
        $0.add(1, UInt64(index + 1))
        $0.add(2, name)
        $0.add(3, raw)
        $0.add(4, file)
      }
    }
  }

  private mutating func writeEnd(_ kind: SampleKind, _ weight: String) {
    message.add(Field.time, profile.header.startTime)
    message.add(Field.duration, profile.duration)
    writeType(Field.periodType, weight, kind.unit)
    let rate = profile.header.source.rate
    message.add(Field.period, kind == .time && rate > 0 ? UInt64(saturating: 1e9 / rate) : 1)
    for line in HealthReport.lines(profile) { message.add(Field.comment, string(line)) }
    message.add(Field.defaultType, string(weight))
    for text in texts { message.add(Field.string, Array(text.utf8)) }
  }

  private mutating func string(_ text: String) -> UInt64 {
    if let known = strings[text] { return known }
    strings[text] = UInt64(texts.count)
    texts.append(text)
    return UInt64(texts.count - 1)
  }
}
