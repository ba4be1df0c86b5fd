internal import Foundation

/// Messages from threads to the one that waits for them.
final class Inbox<Message: Sendable>: Sendable {
  private let condition = NSCondition()
  // Safe: touched only while the condition is locked.
  nonisolated(unsafe) private var messages: [Message] = []

  /// Adds a message, from any thread.
  func post(_ message: Message) {
    condition.lock()
    messages.append(message)
    condition.signal()
    condition.unlock()
  }

  /// Waits until there is a message, or for so long.
  ///
  /// - Returns: All messages, in order; none after the time.
  func take(within limit: Duration) -> [Message] {
    let deadline = Date().addingTimeInterval(DurationText.milliseconds(limit) / 1000)
    condition.lock()
    defer { condition.unlock() }
    while messages.isEmpty, condition.wait(until: deadline) {}
    defer { messages.removeAll() }
    return messages
  }
}
