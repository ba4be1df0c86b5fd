internal import Glibc
internal import Machine

/// The few things that the runner does with folders and files, without Foundation's weight.
enum Folder {
  /// Names of what a folder holds, sorted; empty if there is no such folder.
  static func names(in path: String) -> [String] {
    guard let stream = opendir(path) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = name(of: entry)
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// What a folder holds, in no order, and which of it is a folder itself, not a link to one.
  static func entries(in path: String) -> [(name: String, isFolder: Bool)] {
    guard let stream = opendir(path) else { return [] }
    defer { closedir(stream) }
    var entries: [(name: String, isFolder: Bool)] = []
    while let entry = readdir(stream) {
      let name = name(of: entry)
      guard name != "." && name != ".." else { continue }
      let kind = entry.pointee.d_type
      let isFolder =
        kind == UInt8(DT_DIR) || kind == UInt8(DT_UNKNOWN) && isRealFolder("\(path)/\(name)")
      entries.append((name, isFolder))
    }
    return entries
  }

  /// Whether a name is that of a folder, where the file system does not say so by itself.
  private static func isRealFolder(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  private static func name(of entry: UnsafeMutablePointer<dirent>) -> String {
    withUnsafePointer(to: &entry.pointee.d_name) { pointer in
      pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
  }

  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// The absolute path of something that exists, without links; nil if it does not exist.
  static func absolute(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// The absolute path of something that need not exist, without links as far as it does.
  static func place(of path: String) -> String {
    if let found = absolute(path) { return found }
    guard let slash = path.lastIndex(of: "/") else { return "\(absolute(".") ?? "")/\(path)" }
    let parent = String(path[..<slash])
    return (parent.isEmpty ? "" : place(of: parent)) + path[slash...]
  }

  /// The whole contents of a file; nil if it cannot be read.
  static func read(_ path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0 { return nil }
      if count == 0 { return bytes }
      bytes += chunk[..<count]
    }
  }

  /// The end of a file; nil if it cannot be read.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - byteCount: How many bytes to read at most.
  /// - Returns: The bytes, and whether they are the whole file.
  static func readEnd(_ path: String, byteCount: Int) -> (bytes: [UInt8], isWhole: Bool)? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    let size = max(0, Int(lseek(descriptor, 0, SEEK_END)))
    let start = max(0, size - byteCount)
    var bytes = [UInt8](repeating: 0, count: size - start)
    var count = 0
    while count < bytes.count {
      let part = bytes.withUnsafeMutableBytes { buffer in
        pread(
          descriptor, buffer.baseAddress.map { $0 + count }, buffer.count - count,
          off_t(start + count))
      }
      guard part >= 0 || errno == EINTR else { return nil }
      if part == 0 { break }
      count += max(part, 0)
    }
    return (Array(bytes.prefix(count)), start == 0)
  }

  static func readText(_ path: String) -> String? {
    read(path).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Replaces a file's contents, so that nobody ever sees half of them.
  ///
  /// - Returns: Whether that worked; if it did not, `errno` says why.
  @discardableResult
  static func write(_ text: String, to path: String) -> Bool {
    let temporary = UnfinishedFile.name(for: path)
    guard let file = fopen(temporary, "we") else { return false }
    let isWritten = fputs(text, file) >= 0
    if fclose(file) == 0, isWritten, rename(temporary, path) == 0 { return true }
    let reason = errno
    unlink(temporary)
    errno = reason
    return false
  }

  /// How long a file is; 0 if there is none.
  static func byteCount(of path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : 0
  }

  /// How much of two files is the same, from their beginning on, and how long each is.
  static func commonStart(
    of path: String, _ other: String
  ) -> (same: Int, first: Int, second: Int) {
    let counts = (byteCount(of: path), byteCount(of: other))
    let (first, second) = (fopen(path, "re"), fopen(other, "re"))
    defer {
      if let first { fclose(first) }
      if let second { fclose(second) }
    }
    guard let first, let second else { return (0, counts.0, counts.1) }
    var same = 0
    var (left, right) = ([UInt8](repeating: 0, count: 65536), [UInt8](repeating: 0, count: 65536))
    while true {
      let count = min(
        fread(&left, 1, left.count, first), fread(&right, 1, right.count, second))
      let equal = zip(left[..<count], right[..<count]).prefix { $0 == $1 }.count
      same += equal
      if count < left.count || equal < count { return (same, counts.0, counts.1) }
    }
  }

  /// Writes bytes to an open file.
  ///
  /// - Returns: Whether there was room for all.
  static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var offset = 0
    while offset < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress.map { $0 + offset }, bytes.count - offset)
      }
      guard count > 0 || errno == EINTR else { return false }
      offset += max(count, 0)
    }
    return true
  }

  /// Gives a file a second name, or a copy of it where that is impossible.
  static func link(_ path: String, at other: String) {
    if Glibc.link(path, other) != 0 { _ = copy(path, to: other) }
  }

  /// Writes a script that can be run.
  ///
  /// - Returns: Whether that worked.
  static func writeProgram(_ text: String, to path: String) -> Bool {
    write(text, to: path) && chmod(path, 0o755) == 0
  }

  /// Copies a file, so that nobody ever sees half of the copy.
  ///
  /// - Returns: Whether that worked.
  static func copy(_ path: String, to target: String) -> Bool {
    guard let bytes = read(path) else { return false }
    let temporary = UnfinishedFile.name(for: target)
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o755)
    guard descriptor >= 0 else { return false }
    let isWritten = write(bytes, to: descriptor)
    guard close(descriptor) == 0, isWritten else { return false }
    return rename(temporary, target) == 0
  }

  /// Makes a folder and those above it.
  static func create(_ path: String) {
    var partial = path.hasPrefix("/") ? "" : "."
    for part in path.split(separator: "/") {
      partial += "/\(part)"
      mkdir(partial, 0o755)
    }
  }
}
