internal import Boot
internal import Core

/// A file that lies in the image.
public struct File: Sendable {
  private let entry: FileArchive.Entry

  init(_ entry: FileArchive.Entry) { self.entry = entry }

  /// The contents, where they lie: nothing is copied, and they last as long as the guest.
  public var bytes: RawSpan {
    @_lifetime(immortal)
    get { Files.archive.extracting(entry.contents) }
  }

  /// The path below the folder of files, without a slash before it; ASCII or UTF-8.
  public var name: RawSpan {
    @_lifetime(immortal)
    get { Files.archive.extracting(entry.name) }
  }

  /// Bytes of the contents.
  public var size: Int { entry.contents.count }
}

/// The files that lie in the image: what the service's folder has below `Files`, read-only.
///
///     if let page = system.files["index.html"] { send(page.bytes) }
///
/// They are in the order of their names' bytes.
public struct Files: Sendable, Sequence {
  init() {}

  /// The file with a path, such as `styles/main.css`; nil if there is none.
  public subscript(name: StaticString) -> File? {
    // Safe: the bytes of a static string live as long as the program.
    self[unsafe RawSpan(_unsafeStart: name.utf8Start, byteCount: name.utf8CodeUnitCount)]
  }

  /// The file whose path consists of some bytes, which may be anything; nil if there is none.
  public subscript(name: RawSpan) -> File? {
    FileArchive(Self.archive).entry(named: name).map { File($0) }
  }

  public func makeIterator() -> Iterator { Iterator() }

  /// Hands out the files one by one.
  public struct Iterator: IteratorProtocol {
    private var last: FileArchive.Entry?
    private var isAtEnd = false

    public mutating func next() -> File? {
      guard !isAtEnd else { return nil }
      let archive = FileArchive(Files.archive)
      if let last { self.last = archive.entry(after: last) } else { last = archive.first }
      isAtEnd = last == nil
      return last.map { File($0) }
    }
  }

  /// The archive that `Tools/build-image` links in.
  static var archive: RawSpan {
    @_lifetime(immortal)
    get {
      let start = address_of_files_start()
      // Safe: the linker puts the archive between the two addresses, and nothing writes there.
      return unsafe _overrideLifetime(
        RawSpan(
          _unsafeStart: UnsafeRawPointer(bitPattern: UInt(start)).unsafelyUnwrapped,
          byteCount: Int(address_of_files_end() - start)), copying: ())
    }
  }
}

extension System {
  /// The files that lie in the image.
  public var files: Files { Files() }
}
