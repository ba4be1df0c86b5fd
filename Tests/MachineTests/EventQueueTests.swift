internal import Testing

@testable internal import Machine

@Suite struct EventQueueTests {
  private static let block = [UInt8](repeating: 0x78, count: 1 << 20)
  private let client = ClientProcess.ID(number: 1)

  private func event(_ kind: MachineEvent.Kind) -> MachineEvent {
    MachineEvent(time: .now, kind: kind)
  }

  private func rest(_ queue: inout EventQueue) -> [MachineEvent.Kind] {
    var kinds: [MachineEvent.Kind] = []
    while let event = queue.takeFirst() { kinds.append(event.kind) }
    return kinds
  }

  @Test func `events leave in the order in which they came`() {
    var queue = EventQueue()
    for number in 0..<5000 {
      queue.append(event(.interrupted(Int32(number))))
      queue.append(event(.interrupted(Int32(-number))))
      #expect(queue.takeFirst() != nil)
    }
    let kinds = rest(&queue)
    #expect(kinds.count == 5000)
    #expect(kinds.last == .interrupted(-4999))
    #expect(queue.isEmpty)
  }

  @Test func `what finds no room is counted in its place`() {
    var queue = EventQueue()
    for _ in 0..<200 { queue.append(event(.console(Self.block))) }
    queue.append(event(.output(client, .error, Self.block)))
    queue.append(event(.interrupted(2)))
    let kinds = rest(&queue)
    let kept = kinds.count { $0 == .console(Self.block) }
    #expect(kept == 63)
    #expect(
      kinds.dropFirst(kept) == [
        .lost(.console, (200 - kept) << 20), .lost(.client(client, .error), 1 << 20),
        .interrupted(2),
      ])
  }

  @Test func `there is room again once events were taken`() {
    var queue = EventQueue()
    for _ in 0..<80 { queue.append(event(.records(Self.block))) }
    while let event = queue.takeFirst() {
      if case .lost = event.kind { break }
    }
    queue.append(event(.records([1])))
    for _ in 0..<80 { queue.append(event(.records(Self.block))) }
    let kinds = rest(&queue)
    #expect(kinds.first == .records([1]))
    #expect(kinds.last == .lost(.records, 17 << 20))
  }

  @Test func `a monitor that never stops is bounded by number`() {
    var queue = EventQueue()
    let stop = QMPEvent(name: "STOP", data: .null)
    for _ in 0..<100_000 { queue.append(event(.monitor(stop))) }
    let kinds = rest(&queue)
    #expect(kinds.count == 65_537)
    #expect(kinds.last == .lost(.monitor, 100_000 - 65_536))
  }

  @Test func `what is readable is so once`() {
    var queue = EventQueue()
    let watch = DescriptorWatch(number: 7)
    for _ in 0..<1000 { queue.append(event(.readable(watch))) }
    #expect(rest(&queue) == [.readable(watch)])
    queue.append(event(.readable(watch)))
    #expect(rest(&queue) == [.readable(watch)])
  }
}
