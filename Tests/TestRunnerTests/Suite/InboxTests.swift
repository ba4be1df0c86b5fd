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

  @Test func `waits for a message of another thread`() async {
    let inbox = Inbox<Int>()
    let task = Task.detached { inbox.post(3) }
    #expect(inbox.take(within: .seconds(20)) == [3])
    await task.value
  }
}
