internal import Glibc

/// How much of what a program prints is kept in a file, which then says how much more there was.
public struct LogBound: Equatable, Sendable {
  /// The bytes that are kept.
  public static let byteCount = 8 << 20
  /// The same in blocks of 512 bytes, the measure of a shell's limit on files.
  public static let blockCount = byteCount / 512

  /// Bytes that have come.
  private var seenCount = 0

  public init() {}

  /// Counts bytes that have come.
  ///
  /// - Parameter count: How many.
  /// - Returns: How many of them are kept, the first ones.
  @discardableResult
  public mutating func take(_ count: Int) -> Int {
    let room = max(0, Self.byteCount - seenCount)
    seenCount += count
    return min(room, count)
  }

  /// The end of a file of which the rest is missing; nil if nothing is.
  public var notice: String? {
    guard seenCount > Self.byteCount else { return nil }
    return "\n[\(seenCount - Self.byteCount) more bytes were printed and are not kept]\n"
  }

  /// Writes the notice behind what is kept, over an older one, if there is need of one.
  ///
  /// - Parameter path: The file.
  public func writeNotice(to path: String) {
    guard notice != nil, let file = try? Descriptor(path: path, flags: O_WRONLY) else { return }
    writeNotice(to: file)
  }

  func writeNotice(to file: Descriptor) {
    guard let bytes = notice.map({ Array($0.utf8) }) else { return }
    _ = pwrite(file.number, bytes, bytes.count, off_t(Self.byteCount))
  }
}
