/// What the fuzzer made up, read as a script: values one after the other, zeros behind the end.
public struct FuzzInput {
  private let bytes: [UInt8]
  private var position = 0

  /// Reads what the fuzzer hands over.
  public init(_ start: UnsafePointer<UInt8>, _ count: Int) {
    bytes = Array(UnsafeBufferPointer(start: start, count: count))
  }

  /// Whether nothing is left.
  public var isAtEnd: Bool { position >= bytes.count }

  /// All that is left; it is not taken.
  public var rest: [UInt8] { Array(bytes[min(position, bytes.count)...]) }

  /// The next byte.
  public mutating func byte() -> UInt8 {
    defer { position += 1 }
    return position < bytes.count ? bytes[position] : 0
  }

  /// The next two bytes.
  public mutating func half() -> UInt16 { UInt16(byte()) << 8 | UInt16(byte()) }

  /// The next four bytes.
  public mutating func word() -> UInt32 { UInt32(half()) << 16 | UInt32(half()) }

  /// A small number of either sign, as most faults lie near a border; now and then a large one.
  public mutating func offset() -> Int {
    let step = byte()
    return step < 0xf0 ? Int(step) - 0x40 : Int(Int32(bitPattern: word()))
  }

  /// As many bytes as the next byte says, fewer at the end.
  public mutating func run() -> [UInt8] {
    let count = min(Int(byte()), max(bytes.count - position, 0))
    defer { position += count }
    return Array(bytes[min(position, bytes.count)..<min(position + count, bytes.count)])
  }
}
