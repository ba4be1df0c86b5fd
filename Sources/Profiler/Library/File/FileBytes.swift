internal import Glibc

/// Reads a file.
///
/// - Parameter path: Path of the file.
/// - Returns: Its bytes.
/// - Throws: What the system has against it.
public func readFile(_ path: String) throws(ProfilerError) -> [UInt8] {
  let file = open(path, O_RDONLY | O_CLOEXEC)
  guard file >= 0 else { throw .system("read", path) }
  defer { close(file) }
  var bytes: [UInt8] = []
  var code: Int32 = 0
  while true {
    let piece = [UInt8](unsafeUninitializedCapacity: 1 << 18) { buffer, count in
      let got = read(file, buffer.baseAddress, buffer.count)
      code = got < 0 ? errno : 0
      count = max(0, got)
    }
    if code == EINTR { continue }
    guard code == 0 else {
      errno = code
      throw .system("read", path)
    }
    if piece.isEmpty { break }
    bytes += piece
  }
  return bytes
}

/// Writes a file in one go.
///
/// - Parameters:
///   - bytes: What it is to hold.
///   - path: Path of the file; `-` for the standard output.
/// - Throws: What the system has against it.
public func writeFile(_ bytes: [UInt8], to path: String) throws(ProfilerError) {
  let isOutput = path == "-"
  let file = isOutput ? STDOUT_FILENO : open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
  guard file >= 0 else { throw .system("write", path) }
  defer { if !isOutput { close(file) } }
  var offset = 0
  while offset < bytes.count {
    let count = bytes.withUnsafeBytes {
      write(file, $0.baseAddress.map { $0 + offset }, bytes.count - offset)
    }
    if count > 0 { offset += count } else if errno != EINTR { throw .system("write", path) }
  }
}

extension ProfilerError {
  /// The refusal of the system call that just failed.
  static func system(_ operation: String, _ subject: String) -> ProfilerError {
    ProfilerError("cannot \(operation) \(subject): \(String(cString: strerror(errno)))")
  }
}
