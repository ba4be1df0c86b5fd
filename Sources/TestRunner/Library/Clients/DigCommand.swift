/// Command lines for `dig`.
enum DigCommand {
  /// Questions that one process can ask one after the other without making others wait.
  ///
  /// - Returns: Groups of indices, each in the order of the questions.
  static func groups(_ questions: [DNSQuestion]) -> [[Int]] {
    // A question that nobody answers takes its whole timeout, so it gets a process of its own.
    let waiting = questions.indices.filter { questions[$0].expectation.isSilent }
    let answered = questions.indices.filter { !questions[$0].expectation.isSilent }
    return (answered.isEmpty ? [] : [answered]) + waiting.map { [$0] }
  }

  /// The command line that asks some questions.
  static func arguments(_ questions: [DNSQuestion], address: String) -> [String] {
    // Without the user's settings; times in microseconds; one try, so that loss shows.
    var words = ["dig", "-r", "-u", "@\(address)", "+tries=1"]
    for question in questions {
      words += ["-q", question.name, "-t", question.type, "-c", question.recordClass]
      words += ["+timeout=\(question.timeoutSeconds)"] + question.options
    }
    return words
  }
}
