internal import Glibc

/// Why an image cannot be read.
public enum ImageError: Error, Equatable {
  /// The system refuses to read the file; the number is its `errno`.
  case unreadable(path: String, code: Int32)
  /// The file is no ELF file.
  case notELF(path: String)
  /// The file is an ELF file for another processor.
  case wrongMachine(path: String)
  /// The file says nothing about its sources.
  case noDebugInformation(path: String)
  /// The file is damaged, as elfutils puts it.
  case damaged(path: String, reason: String)
}

extension ImageError: CustomStringConvertible {
  /// What is wrong, as a fragment that fits after "error: ".
  public var description: String {
    switch self {
    case .unreadable(let path, let code):
      "cannot read the image \(path): \(String(cString: strerror(code)))"
    case .notELF(let path):
      "\(path) is not an ELF file"
    case .wrongMachine(let path):
      "\(path) is an ELF file, but not for x86-64"
    case .noDebugInformation(let path):
      "\(path) has no debug information: build it with -g and do not strip it"
    case .damaged(let path, let reason):
      "\(path) is damaged: \(reason)"
    }
  }
}
