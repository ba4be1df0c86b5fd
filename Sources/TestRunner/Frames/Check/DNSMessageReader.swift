/// Reads a DNS message from its first byte to its last, and says where it does not make sense.
///
/// Source: RFC 1035, section 4.
struct DNSMessageReader {
  private let bytes: ByteView
  private var index = 12

  /// What is wrong, and where.
  struct Fault: Error {
    var text: String
    var place: ByteView
  }

  init(_ bytes: ByteView) {
    self.bytes = bytes
  }

  /// What is wrong with the message; nil if nothing is.
  mutating func fault(isAnswer: Bool) -> Fault? {
    do throws(Fault) {
      try read(isAnswer: isAnswer)
      return nil
    } catch {
      return error
    }
  }

  private mutating func read(isAnswer: Bool) throws(Fault) {
    guard bytes.count >= 12 else {
      throw Fault(text: "a message of \(bytes.count) bytes", place: bytes)
    }
    let flags = bytes.part(from: 2, count: 2)
    guard (flags[0] & 0x80 != 0) == isAnswer else {
      let text = isAnswer ? "a server asks a question" : "a client sends an answer"
      throw Fault(text: text, place: flags)
    }
    if flags[1] & 0x40 != 0 { throw Fault(text: "the reserved flag is set", place: flags) }
    for _ in 0..<bytes.word(at: 4) {
      try skipName()
      try skip(4, "a question")
    }
    let count = [6, 8, 10].reduce(0) { $0 + Int(bytes.word(at: $1)) }
    for _ in 0..<count { try skipRecord() }
    guard index == bytes.count else {
      throw Fault(text: "bytes follow the last record", place: bytes.dropFirst(index))
    }
  }

  private mutating func skip(_ count: Int, _ what: String) throws(Fault) {
    guard index + count <= bytes.count else {
      throw Fault(text: "\(what) is cut", place: bytes.dropFirst(index))
    }
    index += count
  }

  private mutating func skipRecord() throws(Fault) {
    try skipName()
    let start = index
    try skip(10, "a record")
    let type = bytes.word(at: start)
    let length = Int(bytes.word(at: start + 8))
    let data = index
    try skip(length, "a record's data")
    guard let names = Self.namesInData[type] else { return try checkLength(type, length, start) }
    // Names inside must end with the data.
    index = data + names.before
    for _ in 0..<names.count { try skipName() }
    try skip(names.after, "a record's data")
    guard index == data + length else {
      throw Fault(
        text: "the data of type \(type) does not have its length",
        place: bytes.part(from: start + 8, count: 2))
    }
  }

  private func checkLength(_ type: UInt16, _ length: Int, _ start: Int) throws(Fault) {
    let expected: Int? = type == 1 ? 4 : type == 28 ? 16 : nil
    if let expected, expected != length {
      throw Fault(
        text: "an address of \(length) bytes", place: bytes.part(from: start + 8, count: 2))
    }
  }

  /// Bytes before and after the names in the data of records, and how many names there are.
  private static let namesInData: [UInt16: (before: Int, count: Int, after: Int)] = [
    2: (0, 1, 0), 5: (0, 1, 0), 12: (0, 1, 0), 6: (0, 2, 20), 15: (2, 1, 0), 33: (6, 1, 0),
  ]

  /// Skips a name, and follows its pointers to see that they lead to one.
  private mutating func skipName() throws(Fault) {
    var place = index
    var next: Int?
    var length = 0
    while true {
      guard place < bytes.count else {
        throw Fault(text: "a name is cut", place: bytes.dropFirst(min(index, bytes.count)))
      }
      let first = bytes[place]
      if first >= 0xc0 {
        guard place + 1 < bytes.count else {
          throw Fault(text: "a pointer is cut", place: bytes.dropFirst(place))
        }
        let target = Int(bytes.word(at: place) & 0x3fff)
        // A pointer leads back, and so every chain of them ends.
        guard target >= 12, target < place else {
          throw Fault(
            text: "a pointer leads to \(target)", place: bytes.part(from: place, count: 2))
        }
        next = next ?? place + 2
        place = target
        continue
      }
      guard first < 64 else {
        throw Fault(text: "a label of \(first) bytes", place: bytes.part(from: place, count: 1))
      }
      length += Int(first) + 1
      guard length <= 255 else {
        throw Fault(text: "a name of more than 255 bytes", place: bytes.dropFirst(index))
      }
      place += Int(first) + 1
      if first == 0 { break }
    }
    index = next ?? place
  }
}
