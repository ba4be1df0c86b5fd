internal import ArgumentParser
internal import Glibc
internal import Machine
internal import Profiler

/// What commands write to, and how they end.
enum Terminal {
  static let isTerminal = isatty(STDERR_FILENO) == 1

  static func write(_ text: String) { put(text, STDOUT_FILENO) }
  static func writeError(_ text: String) { put(text, STDERR_FILENO) }

  private static func put(_ text: String, _ descriptor: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno != EINTR { return }
      bytes = bytes.dropFirst(max(0, count))
    }
  }
}

/// Codes with which the program ends.
enum ExitCodes {
  /// Something is wrong with files or the machine.
  static let failure: Int32 = 1
  /// A comparison found a change, or a self-test an error.
  static let finding: Int32 = 2

  static let table = """
      0  all went well
      1  a file, the image or the machine is not as it must be: the message says what helps
      2  `diff --fail` found a significant change, or `selftest` an error
     64  the command line makes no sense
    130  `selftest` was stopped; or, 128 and the signal, a second one ended the program at once
    """
}

/// Does something; an error becomes one line with what helps, and an exit code.
func reportingErrors<Result>(_ body: () throws(ProfilerError) -> Result) throws -> Result {
  do throws(ProfilerError) {
    return try body()
  } catch {
    Terminal.writeError("error: \(error)\n")
    throw ExitCode(ExitCodes.failure)
  }
}
