/// Profiles as callgrind leaves them, for kcachegrind and `callgrind_annotate`.
///
/// Source: Valgrind manual, Callgrind Format Specification.
public struct CallgrindExporter {
  private let profile: Profile
  /// Weights by function and line.
  private var own: [Place: UInt64] = [:]
  private var calls: [Call: (count: UInt64, weight: UInt64)] = [:]

  private struct Place: Hashable, Comparable {
    var function: Int
    var line: Int

    static func < (left: Place, right: Place) -> Bool {
      (left.function, left.line) < (right.function, right.line)
    }
  }

  private struct Call: Hashable {
    var place: Place
    var callee: Int
    var line: Int
  }

  private init(_ profile: Profile) {
    self.profile = profile
    for sum in profile.sums() { add(sum) }
  }

  /// Writes a profile.
  ///
  /// - Parameter profile: The profile, filtered: all its samples are of one kind.
  /// - Returns: Text.
  public static func export(_ profile: Profile) -> [UInt8] {
    CallgrindExporter(profile).write()
  }

  private mutating func add(_ sum: Profile.Sum) {
    let stack = profile.stacks[sum.stack].map { profile.frames[$0] }
    guard let leaf = stack.last else { return }
    own[Place(function: leaf.function, line: leaf.line), default: 0] &+= sum.weight
    var seen: Set<Call> = []
    for (caller, callee) in zip(stack, stack.dropFirst()) {
      let place = Place(function: caller.function, line: caller.line)
      let call = Call(place: place, callee: callee.function, line: callee.line)
      // A function that calls itself must not weigh more than all.
      guard seen.insert(call).inserted else { continue }
      let old = calls[call] ?? (0, 0)
      calls[call] = (old.count + sum.count, old.weight &+ sum.weight)
    }
  }

  private func write() -> [UInt8] {
    var writer = ByteWriter(capacity: 1 << 16)
    let event = (profile.samples.first?.kind ?? .time).unit == "bytes" ? "Bytes" : "Nanoseconds"
    writer.add("# callgrind format\nversion: 1\ncreator: swiftlet profiler\n")
    writer.add("cmd: \(line(profile.header.machine))\npositions: line\nevents: \(event)\n")
    let total = own.values.reduce(0, &+)
    writer.add("summary: \(total)\n\n")
    var byFunction: [Int: [Call]] = [:]
    for call in calls.keys { byFunction[call.place.function, default: []].append(call) }
    var lines: [Int: [Place]] = [:]
    for place in own.keys { lines[place.function, default: []].append(place) }
    writer.add("ob=\(line(profile.header.image))\n")
    for function in profile.functions.indices
    where byFunction[function] != nil || lines[function] != nil {
      writer.add("fl=\(file(function))\nfn=\(line(profile.functions[function].name))\n")
      for place in (lines[function] ?? []).sorted() {
        writer.add("\(place.line) \(own[place] ?? 0)\n")
      }
      let sorted = (byFunction[function] ?? []).sorted {
        ($0.place, $0.callee, $0.line) < ($1.place, $1.callee, $1.line)
      }
      for call in sorted {
        let (count, weight) = calls[call] ?? (0, 0)
        writer.add("cfi=\(file(call.callee))\ncfn=\(line(profile.functions[call.callee].name))\n")
        writer.add("calls=\(count) \(call.line)\n\(call.place.line) \(weight)\n")
      }
      writer.add("\n")
    }
    writer.add("totals: \(total)\n")
    return writer.bytes
  }

  private func file(_ function: Int) -> String {
    let file = profile.functions[function].file
    return file.isEmpty ? "???" : line(file)
  }

  /// A text without ends of lines; one that is empty, or looks like a short form, gets a mark.
  private func line(_ text: String) -> String {
    let clean = String(text.map { $0.isNewline ? " " : $0 })
    return clean.isEmpty || clean.hasPrefix("(") ? "_" + clean : clean
  }
}
