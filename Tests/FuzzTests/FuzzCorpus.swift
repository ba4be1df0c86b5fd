internal import Foundation

/// The inputs of a fuzzer that are kept: those that reach far, and those that showed a fault once.
///
/// `Tests/Fuzz/Corpus/TARGET.txt` has one in each line, in hexadecimal; `#` begins a remark.
struct FuzzCorpus {
  let inputs: [[UInt8]]

  /// Reads the inputs of a target; there are none if its file does not exist.
  init(of target: String) {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../Fuzz/Corpus/\(target).txt").standardizedFileURL
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    inputs = text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
      let digits = Array(line.utf8).compactMap { Character(UnicodeScalar($0)).hexDigitValue }
      return stride(from: 0, to: digits.count - 1, by: 2).map {
        UInt8(digits[$0] << 4 | digits[$0 + 1])
      }
    }
  }
}
