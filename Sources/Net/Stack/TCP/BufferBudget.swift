/// How much memory the data of all connections together may take.
///
/// When it is used up, each connection still gets a small share, so that what is under way comes to
/// its end and frees what it has.
final class BufferBudget {
  /// How much there may be, in bytes.
  var limit = Int.max
  /// How much there is.
  private(set) var used = 0
  /// Segments whose data was not kept for want of memory.
  var refusalCount: UInt64 = 0

  /// What a connection may always have in each direction, in bytes.
  static let share = 4096
  /// What counts at most of the bytes that a writer keeps while it waits: of more than a piece of a
  /// response, many writers may have the same.
  static let heldLimit = 32_768

  /// Whether connections have to make do with their share.
  var isShort: Bool { used >= limit }

  /// Takes note that a connection has more or less than before.
  func change(by byteCount: Int) { used += byteCount }

  /// How many more bytes a connection may have in one direction.
  ///
  /// - Parameters:
  ///   - room: How many its own limit leaves.
  ///   - count: How many it has.
  /// - Returns: At most the room.
  @inline(__always)
  func room(_ room: Int, count: Int) -> Int {
    isShort ? min(room, max(Self.share - count, 0)) : room
  }
}
