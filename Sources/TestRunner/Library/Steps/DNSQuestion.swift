/// One question that `dig` asks, and the answer that it must print.
public struct DNSQuestion: Equatable, Sendable {
  public var name: String
  public var type = "A"
  public var recordClass = "IN"
  /// Further words for `dig`, such as `+tcp` or `+bufsize=512`.
  public var options: [String] = []
  /// How long `dig` waits for each try, in whole seconds as it counts them.
  public var timeoutSeconds = 2
  public var expectation = DNSExpectation()

  public init(name: String, type: String = "A") {
    self.name = name
    self.type = type
  }

  var title: String {
    let words = ["dns", name, recordClass == "IN" ? "" : recordClass, type] + options
    return words.filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// Whether an option has `dig` print other than what is read here.
  ///
  /// Source: BIND 9.18, bin/dig/dig.c, `plus_option`: small letters are as good as capitals, and
  /// the beginning of a word as the word.
  static func changesOutput(_ option: String) -> Bool {
    guard option.hasPrefix("+") else { return false }
    var word = option.dropFirst().prefix { $0 != "=" }.lowercased()
    let isDenied = word.hasPrefix("no")
    if isDenied { word.removeFirst(2) }
    // That is short for +adflag.
    if word.isEmpty || word == "ad" { return false }
    return (isDenied ? neededOutput : otherOutput).contains { $0.hasPrefix(word) }
  }

  private static let neededOutput = [
    "additional", "all", "answer", "authority", "class", "comments", "stats", "ttlid",
  ]
  private static let otherOutput = ["multiline", "nssearch", "short", "trace", "yaml"]
}

/// What an answer must look like; nil leaves a part open.
///
/// Records are written as `dig` prints them; their order and the width of blanks do not matter.
public struct DNSExpectation: Equatable, Sendable {
  /// The response code by the name that `dig` gives it.
  public var responseCode = "NOERROR"
  /// The header's flags, in any order; all of them and no others.
  public var flags: [String]?
  public var answer: [String]?
  public var authority: [String]?
  public var additional: [String]?
  /// The data alone of the records in the answer, as `dig +short` prints it.
  public var short: [String]?
  /// The line of the pseudo-section for EDNS, after `; EDNS: `; empty for none.
  public var edns: String?
  /// Largest size of the message in bytes.
  public var maximumByteCount: Int?
  /// Whether there must be no answer at all.
  public var isSilent = false

  public init() {}
}
