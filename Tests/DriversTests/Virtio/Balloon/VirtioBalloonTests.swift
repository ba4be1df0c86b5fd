internal import Drivers
internal import Hardware
internal import TestSupport
internal import Testing

/// A balloon's driver in a box, because expectations cannot look into it otherwise.
private final class Box {
  private var balloon: VirtioBalloon<VirtioMMIO<FakeRegisters>>

  init(_ fake: FakeNetDevice, kind: UInt64 = 5) throws(VirtioError) {
    var memory = fake.memory
    balloon = try VirtioBalloon(VirtioMMIO(fake.mappedRegisters(kind: kind)), memory: &memory)
  }

  var isReady: Bool { balloon.isReady }
  var wantedPageCount: Int? { balloon.wantedPageCount }
  var refusals: VirtqueueRefusals { balloon.refusals }
  func setLentPageCount(_ count: Int) { balloon.setLentPageCount(count) }
  func lend(_ pages: [UInt64]) { balloon.lend(pages.map { PhysicalAddress(rawValue: $0) }[...]) }
  func reclaim(_ pages: [UInt64]) {
    balloon.reclaim(pages.map { PhysicalAddress(rawValue: $0) }[...])
  }
}

@Suite struct VirtioBalloonTests {
  private func fake() -> FakeNetDevice {
    let device = FakeNetDevice()
    device.offered = [.version1, .eventIndex, .tellHost]
    device.configuration = [0x00, 0x10, 0x02, 0x00, 0, 0, 0, 0]
    device.writableConfiguration = [4]
    return device
  }

  /// The numbers of the pages in the next message of a queue, which is taken.
  private func take(_ queue: FakeQueue) throws -> [UInt32] {
    let buffer = try #require(queue.take())
    #expect(!buffer.deviceWrites)
    let pages: [UInt32] = (0..<buffer.byteCount / 4).map {
      queue.memory.load(buffer.address + 4 * UInt64($0))
    }
    queue.giveBack(buffer, byteCount: 0)
    return pages
  }

  @Test func `learns what the host wants and says what it has`() throws {
    let device = fake()
    let driver = try Box(device)
    #expect(driver.wantedPageCount == 0x21000)
    driver.setLentPageCount(0x1234)
    #expect(device.configuration.suffix(4) == [0x34, 0x12, 0, 0])
    device.isUnstable = true
    #expect(driver.wantedPageCount == nil)
  }

  @Test func `lends pages and takes them back, one message at a time`() throws {
    let device = fake()
    let driver = try Box(device)
    #expect(driver.isReady)
    driver.lend([0x5000, 0x1_2345_6000])
    #expect(!driver.isReady)
    #expect(try take(device.queues[0]) == [5, 0x12_3456])
    #expect(device.queues[0].interruptCount == 1)
    #expect(driver.isReady)
    driver.reclaim((0..<256).map { UInt64($0) << 12 })
    #expect(!driver.isReady)
    #expect(try take(device.queues[1]).count == 256)
    #expect(driver.isReady)
  }

  @Test func `refuses a device of another kind`() {
    #expect(throws: VirtioError.wrongKind(2)) { try Box(fake(), kind: 2) }
  }

  @Test(arguments: 0..<20) func `survives a device that writes at random`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let device = fake()
    if seed % 2 == 0 { device.offered.remove(.eventIndex) }
    let driver = try Box(device)
    for _ in 0..<1000 {
      for index in 0..<4 { device.configuration[index] = UInt8(truncatingIfNeeded: random.next()) }
      let wild = UInt32(truncatingIfNeeded: random.next())
      let queue = device.queues[random.below(2)]
      if random.below(100) == 0 {
        queue.writeUsed(index: wild, byteCount: wild)
      } else {
        queue.writeUsed(index: 0, byteCount: wild)
      }
      _ = driver.wantedPageCount
      guard driver.isReady else { continue }
      if random.below(2) == 0 { driver.lend([UInt64(wild)]) } else { driver.reclaim([0]) }
    }
    #expect(device.memory.guardsAreIntact)
  }
}
