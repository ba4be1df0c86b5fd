/// Connections in a row, linked through themselves: adding and taking one allocates nothing.
///
/// It counts no references: who forgets a connection takes it out before.
@safe
struct ReadyQueue {
  // Safe, all of them: a connection is taken out before its memory goes.
  private var first: Unmanaged<TCPControlBlock>?
  private var last: Unmanaged<TCPControlBlock>?

  /// Starts empty.
  init() {}

  /// Whether there is none.
  var isEmpty: Bool { unsafe first == nil }

  /// Adds a connection at the end, unless it is in the row.
  @inline(__always)
  mutating func append(_ block: TCPControlBlock) {
    guard !block.isReady else { return }
    block.isReady = true
    unsafe block.nextReady = nil
    let entry = unsafe Unmanaged.passUnretained(block)
    if let last = unsafe last {
      unsafe last._withUnsafeGuaranteedRef { unsafe $0.nextReady = unsafe entry }
    } else {
      unsafe first = unsafe entry
    }
    unsafe last = unsafe entry
  }

  /// Puts a connection that is not in the row before all others.
  mutating func prepend(_ block: TCPControlBlock) {
    block.isReady = true
    unsafe block.nextReady = unsafe first
    unsafe first = .passUnretained(block)
    if unsafe last == nil { unsafe last = unsafe first }
  }

  /// Takes the first connection.
  @inline(__always)
  mutating func popFirst() -> TCPControlBlock? {
    guard let entry = unsafe first else { return nil }
    let block = unsafe entry.takeUnretainedValue()
    unsafe first = unsafe block.nextReady
    if unsafe first == nil { unsafe last = nil }
    block.isReady = false
    return block
  }

  /// Takes a connection out, wherever it is.
  ///
  /// - Complexity: O(n).
  mutating func remove(_ block: TCPControlBlock) {
    guard block.isReady else { return }
    var others = ReadyQueue()
    while let other = popFirst() { if other !== block { others.append(other) } }
    self = others
  }
}
