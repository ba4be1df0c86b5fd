internal import _Concurrency

/// Lets one task at a time do something, in the order in which they came.
@safe
final class Turn: @unchecked Sendable {
  private var isTaken = false
  private var waiting: [UnsafeContinuation<Void, Never>] = unsafe []

  /// Waits until it is this task's turn.
  func begin() async {
    guard isTaken else {
      isTaken = true
      return
    }
    await unsafe withUnsafeContinuation { unsafe waiting.append($0) }
  }

  /// Hands the turn on.
  func end() {
    guard unsafe !waiting.isEmpty else {
      isTaken = false
      return
    }
    unsafe waiting.removeFirst().resume()
  }
}
