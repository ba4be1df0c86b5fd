/// Where one field of a message lies in the buffer of its head.
struct Field: Equatable, Sendable {
  let name: ByteRange
  /// Without the blanks around it.
  let value: ByteRange
}
