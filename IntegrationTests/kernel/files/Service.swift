import Kernel

/// Reads the files of its folder, which are part of the image.
@main struct FileReading: Service {
  static func start(_ system: System) async {
    let files = system.files
    system.check(holds(files["hello.txt"], "hello\n"), "a file holds its bytes")
    system.check(holds(files["pages/deep/page.html"], "<p>a page</p>\n"), "so does a nested one")
    system.check(holds(files[".well-known/hidden"], "hidden\n"), "so does a hidden one")
    system.check(files["empty"]?.size == 0, "a file may be empty")
    system.check(files["hello"] == nil, "half a name finds nothing")
    system.check(files["pages"] == nil, "a folder is no file")
    system.check(isWhole(files["large.txt"]), "1 MiB is whole, from the first line to the last")
    var count = 0
    for file in files where file.name.byteCount > 0 { count += 1 }
    system.check(count == 5, "each file has its turn")
    system.console.print("files read")
    system.exit()
  }

  static func holds(_ file: File?, _ text: StaticString) -> Bool {
    guard let file, file.size == text.utf8CodeUnitCount else { return false }
    return (0..<file.size).allSatisfy { byte(file, $0) == text.utf8Start[$0] }
  }

  /// Whether each of 16,384 lines of 64 bytes begins with `line` and its number of five digits.
  static func isWhole(_ file: File?) -> Bool {
    guard let file, file.size == 1 << 20 else { return false }
    return (0..<16384).allSatisfy { line in
      (5..<10).reduce(0) { $0 * 10 + Int(byte(file, line * 64 + $1) - 0x30) } == line
        && byte(file, line * 64 + 63) == 0x0a
    }
  }

  static func byte(_ file: File, _ offset: Int) -> UInt8 {
    file.bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
  }
}
