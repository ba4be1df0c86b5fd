internal import Glibc

/// The bytes of a file.
struct FileContents {
  let bytes: [UInt8]

  /// Reads a file.
  ///
  /// - Parameter path: Path of the file.
  /// - Throws: What the system has against it.
  init(path: String) throws(Failure) {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw Failure(code: errno) }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw Failure(code: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw Failure(code: status.st_mode & S_IFMT == S_IFDIR ? EISDIR : EINVAL)
    }
    var code: Int32 = 0
    bytes = [UInt8](unsafeUninitializedCapacity: Int(status.st_size)) { buffer, count in
      while count < buffer.count {
        let got = read(file, buffer.baseAddress.map { $0 + count }, buffer.count - count)
        guard got > 0 else {
          code = got < 0 ? errno : 0
          return
        }
        count += got
      }
    }
    guard code == 0 else { throw Failure(code: code) }
  }

  /// Why a file cannot be read: an `errno`.
  struct Failure: Error, Equatable {
    let code: Int32
  }
}
