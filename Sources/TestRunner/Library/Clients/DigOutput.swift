/// What `dig` prints: one result per question, in the order of the questions.
///
/// Source: BIND 9.18, bin/dig/dig.c, `printmessage` and `received`.
struct DigOutput: Equatable {
  var results: [Result] = []

  /// What became of one question.
  enum Result: Equatable {
    case reply(DigReply)
    /// No usable answer came; with the client's words.
    case failure(String)
  }

  /// Reads everything that the client printed.
  init(parsing text: String) {
    var reader = Reader()
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if let result = reader.take(line) { results.append(result) }
    }
    if let result = reader.finish() { results.append(result) }
  }

  /// Takes lines one by one and gives a result at the last line of each.
  private struct Reader {
    private var reply: DigReply?
    private var section: DigReply.Section?
    private var errors: [String] = []
    private var warnings: [String] = []
    /// Whether the last line of an answer has come.
    private var isWhole = false

    mutating func take(_ line: Substring) -> Result? {
      if line.isEmpty || line.hasPrefix("; <<>> DiG") {
        section = nil
        return nil
      }
      if line.hasPrefix(";; ") { return takeNote(line.dropFirst(3)) }
      if line.hasPrefix("; EDNS: ") {
        reply?.edns = String(line.dropFirst(8))
      } else if !line.hasPrefix(";"), let section {
        reply?.sections[section, default: []].append(DigReply.normalised(String(line)))
      }
      return nil
    }

    private mutating func takeNote(_ note: Substring) -> Result? {
      section = nil
      if note.hasPrefix("->>HEADER<<-") {
        let fields = note.dropFirst(13).split(separator: ", ").map { $0.split(separator: ": ") }
        var opened = DigReply()
        opened.opcode = Self.value("opcode", in: fields)
        opened.status = Self.value("status", in: fields)
        reply = opened
      } else if note.hasPrefix("flags: ") {
        let words = note.dropFirst(7).prefix { $0 != ";" }.split(separator: " ")
        reply?.flags = words.map(String.init)
      } else if note.hasSuffix(" SECTION:") {
        section = DigReply.Section(rawValue: String(note.dropLast(9)))
      } else if note.hasPrefix("Query time: ") {
        reply?.duration = Self.duration(note.dropFirst(12))
      } else if note.hasPrefix("SERVER: ") {
        reply?.usesTCP = note.hasSuffix("(TCP)")
      } else if note.hasPrefix("MSG SIZE  rcvd: ") {
        reply?.byteCount = Int(note.dropFirst(16)) ?? 0
        isWhole = true
        return finish()
      } else {
        return takeTrouble(note)
      }
      return nil
    }

    /// Takes a note that says that something is wrong.
    private mutating func takeTrouble(_ note: Substring) -> Result? {
      if note.hasPrefix("no servers could be reached") || note.hasPrefix("Got bad packet") {
        errors.append(String(note))
        reply = nil
        return finish()
      }
      if note.hasPrefix("communications error") || note.contains(" failed: ") {
        errors.append(String(note))
      } else if note.lowercased().contains("warning") || note.contains("mismatch") {
        // Not being recursive is what an authoritative server is for.
        if !note.contains("recursion requested") { warnings.append(String(note)) }
      }
      return nil
    }

    /// The result that the lines up to here make; nil if they make none.
    mutating func finish() -> Result? {
      defer { self = Reader() }
      if var reply, isWhole {
        reply.warnings = warnings
        return .reply(reply)
      }
      if reply != nil { errors.append("what dig printed ends within an answer") }
      return errors.isEmpty ? nil : .failure(errors.joined(separator: "; "))
    }

    private static func value(_ name: String, in fields: [[Substring]]) -> String {
      let field = fields.first { $0.count == 2 && $0[0] == name }
      return field.map { String($0[1]) } ?? ""
    }

    private static func duration(_ text: Substring) -> Duration? {
      let words = text.split(separator: " ")
      guard words.count == 2, let number = Int(words[0]) else { return nil }
      return words[1] == "usec" ? .microseconds(number) : .milliseconds(number)
    }
  }
}

/// An answer as `dig` shows it.
struct DigReply: Equatable {
  /// The parts of a message that hold records.
  enum Section: String {
    case answer = "ANSWER"
    case authority = "AUTHORITY"
    case additional = "ADDITIONAL"
  }

  var opcode = ""
  /// The response code by name.
  var status = ""
  var flags: [String] = []
  /// Records with single blanks between owner, time to live, class, type and data.
  var sections: [Section: [String]] = [:]
  /// What follows `; EDNS: `; nil if the answer has no such record.
  var edns: String?
  /// From the question to the answer, as the client measured it.
  var duration: Duration?
  var byteCount = 0
  var usesTCP = false
  /// What the client finds wrong with the message.
  var warnings: [String] = []

  /// A record with single blanks between its first four fields and its data.
  static func normalised(_ record: String) -> String {
    let fields = record.split(maxSplits: 4, whereSeparator: \.isWhitespace)
    return fields.joined(separator: " ")
  }

  /// The data of a normalised record.
  static func data(of record: String) -> String {
    let fields = record.split(separator: " ", maxSplits: 4)
    return fields.count == 5 ? String(fields[4]) : record
  }
}
