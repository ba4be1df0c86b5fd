internal import Drivers
internal import TestSupport
internal import Testing

/// A driver of random bytes in a box, because expectations cannot look into it otherwise.
private final class Box {
  private var device: VirtioEntropy<VirtioMMIO<FakeRegisters>>

  init(_ fake: FakeNetDevice, kind: UInt64 = 4) throws(VirtioError) {
    var memory = fake.memory
    device = try VirtioEntropy(VirtioMMIO(fake.mappedRegisters(kind: kind)), memory: &memory)
  }

  var refusals: VirtqueueRefusals { device.refusals }
  func request() { device.request() }
  func receive() -> [UInt8]? { device.receive { bytes in bytes.withUnsafeBytes { Array($0) } } }
}

@Suite struct VirtioEntropyTests {
  private func fake() -> FakeNetDevice {
    let device = FakeNetDevice(queueCount: 1)
    device.offered = [.version1, .eventIndex]
    device.configuration = []
    return device
  }

  /// Gives bytes for the waiting request.
  private func give(_ bytes: [UInt8], _ device: FakeNetDevice) throws {
    let buffer = try #require(device.queues[0].take())
    #expect(buffer.deviceWrites && buffer.byteCount == 64)
    device.memory.bytes(at: buffer.address, count: bytes.count)?.copyBytes(from: bytes)
    device.queues[0].giveBack(buffer, byteCount: bytes.count)
  }

  @Test func `asks once and hands over what comes`() throws {
    let device = fake()
    let driver = try Box(device)
    #expect(driver.receive() == nil)
    driver.request()
    driver.request()
    #expect(device.takeNotifications() == [0])
    #expect(device.queues[0].waitingCount == 1)
    let bytes = (1...64).map { UInt8($0) }
    try give(bytes, device)
    #expect(device.queues[0].interruptCount == 1)
    #expect(driver.receive() == bytes)
    #expect(driver.receive() == nil)
    driver.request()
    try give([5], device)
    #expect(driver.receive() == [5])
    #expect(driver.refusals == .none)
  }

  @Test func `leaves no bytes behind`() throws {
    let device = fake()
    let driver = try Box(device)
    driver.request()
    let address = try #require(device.queues[0].take()).address
    device.memory.bytes(at: address, count: 3)?.copyBytes(from: [1, 2, 3])
    device.queues[0].writeUsed(index: 0, byteCount: 3)
    #expect(driver.receive() == [1, 2, 3])
    let left = Array(try #require(device.memory.bytes(at: address, count: 3)))
    #expect(left == [0, 0, 0])
  }

  @Test func `takes nothing for an answer without bytes`() throws {
    let device = fake()
    let driver = try Box(device)
    driver.request()
    try give([], device)
    #expect(driver.receive() == nil)
    driver.request()
    try give([9], device)
    #expect(driver.receive() == [9])
  }

  @Test func `refuses a device of another kind`() {
    #expect(throws: VirtioError.wrongKind(1)) { try Box(fake(), kind: 1) }
  }

  @Test(arguments: 0..<40) func `survives a device that writes at random`(seed: UInt64) throws {
    let device = fake()
    let driver = try Box(device)
    var random = SeededGenerator(seed: seed)
    for _ in 0..<500 {
      driver.request()
      device.queues[0].writeUsed(
        index: Bool.random(using: &random) ? 0 : .random(in: 0...UInt32.max, using: &random),
        byteCount: .random(in: 0...130, using: &random))
      _ = driver.receive().map { #expect((1...64).contains($0.count)) }
    }
    #expect(device.memory.guardsAreIntact)
  }
}
