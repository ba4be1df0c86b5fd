/// Which samples and frames of a profile count.
public struct ProfileFilter: Sendable {
  /// What is measured.
  public var kind = SampleKind.time
  /// Contexts that count; nil for all.
  public var contexts: Set<SampleContext>?
  /// Labels that count, by number or meaning; empty for all.
  public var labels: [String] = []
  /// Nanoseconds since the beginning that count.
  public var times: ClosedRange<UInt64> = 0...UInt64.max
  /// Stretches of work in which samples count; nil for all times.
  public var spans: SpanFilter?
  /// A stack must have a function with this in its name; nil for any.
  public var focus: NamePattern?
  /// A stack must have no function with this in its name.
  public var ignore: NamePattern?
  /// Functions with this in their name are left out of stacks.
  public var hide: NamePattern?
  /// Stacks begin at the first function with this in its name, and those without are left out.
  public var root: NamePattern?
  /// Whether inlined functions are shown.
  public var showsInlined = true

  /// Makes a filter that lets everything pass.
  public init() {}

  /// The part of a profile that counts.
  public func apply(to profile: Profile) -> Profile {
    var result = profile
    let stacks = profile.stacks.map { filtered($0, of: profile) }
    result.stacks = stacks.map { $0 ?? [] }
    result.samples = (spans?.apply(to: profile) ?? profile.samples).filter { sample in
      sample.kind == kind && contexts?.contains(sample.context) != false
        && times.contains(sample.time) && matches(sample.label, profile)
        && stacks[sample.stack] != nil
    }
    return result
  }

  private func matches(_ label: UInt64, _ profile: Profile) -> Bool {
    labels.isEmpty
      || labels.contains { $0 == String(label) || $0 == profile.text(ofLabel: label) }
  }

  /// A stack without what is not wanted; nil if all of it is not.
  private func filtered(_ stack: [Int], of profile: Profile) -> [Int]? {
    var stack = stack
    let has = { (pattern: NamePattern) in
      stack.contains { pattern.matches(profile.function(of: $0)) }
    }
    if let focus, !has(focus) { return nil }
    if let ignore, has(ignore) { return nil }
    if let root {
      guard let start = stack.firstIndex(where: { root.matches(profile.function(of: $0)) }) else {
        return nil
      }
      stack.removeSubrange(..<start)
    }
    if let hide { stack.removeAll { hide.matches(profile.function(of: $0)) } }
    if !showsInlined { stack.removeAll { profile.frames[$0].isInlined } }
    return stack
  }
}

/// A regular expression, or a text to be found, for names of functions.
public struct NamePattern: @unchecked Sendable {
  // Never changed, and used for searching alone.
  private let expression: Regex<AnyRegexOutput>

  /// Reads an expression.
  ///
  /// - Parameter text: The expression.
  /// - Throws: If it is none.
  public init(_ text: String) throws(ProfilerError) {
    do {
      expression = try Regex(text)
    } catch {
      throw ProfilerError(
        "'\(text)' is no regular expression", advice: "Put \\ before signs that mean themselves.")
    }
  }

  /// Whether a function's name has a match: the name shown, or the linker's.
  public func matches(_ function: Profile.Function) -> Bool {
    matches(function.name) || matches(function.rawName)
  }

  /// Whether a text has a match.
  public func matches(_ text: String) -> Bool {
    (try? expression.firstMatch(in: text)) != nil
  }
}
