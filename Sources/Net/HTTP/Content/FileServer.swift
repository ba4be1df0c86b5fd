internal import Net

/// Files by their paths, with what answering needs to know of each.
@safe
final class FileServer: @unchecked Sendable {
  private var files: [(name: [UInt8], content: Content)] = []

  /// Adds a file, whose name is a path without a slash before it.
  func add<File: ByteSource>(_ file: File, lastModified: Int?) {
    var name: [UInt8] = []
    file.appendName(to: &name)
    var content = Content(byteCount: file.byteCount, type: MediaType.of(name)) { range, buffer in
      file.append(range, to: &buffer)
    }
    content.lastModified = lastModified
    files.append((name, content))
  }

  /// Makes the files ready to be found; for when all were added.
  func sort() {
    files.sort { $0.name.lexicographicallyPrecedes($1.name) }
  }

  /// The file of a path; that of a folder is its `index.html`.
  func content(of path: [UInt8]) -> Content? {
    var path = path
    if path.last ?? ASCII.slash == ASCII.slash { path.append("index.html") }
    var (low, high) = (0, files.count)
    while low < high {
      let middle = (low + high) / 2
      if files[middle].name.lexicographicallyPrecedes(path) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    guard low < files.count, files[low].name == path else { return nil }
    // The tag is made when the file is asked for first: some never are.
    if files[low].content.entityTag == nil {
      files[low].content.entityTag = Self.tag(of: files[low].content)
    }
    return files[low].content
  }

  /// Makes the tag of a content, of which there need not be memory for a second copy.
  private static func tag(of content: Content) -> EntityTag {
    var hash = FNV1a()
    var piece: [UInt8] = []
    var start = 0
    while start < content.byteCount {
      let end = min(start + MessageSource.readByteCount, content.byteCount)
      piece.removeAll(keepingCapacity: true)
      content.append(start..<end, &piece)
      hash.add(piece.raw)
      start = end
    }
    return EntityTag(hash)
  }
}
