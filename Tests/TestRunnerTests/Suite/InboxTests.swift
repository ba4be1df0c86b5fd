internal import Foundation
internal import Testing

@testable internal import TestRunner

@Suite struct InboxTests {
  @Test func `gives messages in their order, once`() {
    let inbox = Inbox<Int>()
    inbox.post(1)
    inbox.post(2)
    #expect(inbox.take(within: .seconds(10)) == [1, 2])
    #expect(inbox.take(within: .zero).isEmpty)
  }

  @Test func `waits for a message of another thread`() {
    let inbox = Inbox<Int>()
    Thread.detachNewThread { inbox.post(3) }
    #expect(inbox.take(within: .seconds(60)) == [3])
  }
}
