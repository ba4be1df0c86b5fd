internal import Drivers
internal import TestSupport
internal import Testing

/// A console's driver in a box, because expectations cannot look into it otherwise.
private final class Box {
  private var console: VirtioConsole<VirtioMMIO<FakeRegisters>>

  init(_ fake: FakeNetDevice, kind: UInt64 = 3) throws(VirtioError) {
    var memory = fake.memory
    console = try VirtioConsole(VirtioMMIO(fake.mappedRegisters(kind: kind)), memory: &memory)
  }

  var portCount: Int { console.portCount }
  var refusals: VirtqueueRefusals { console.refusals }
  func takeMessages() -> Bool { console.takeMessages() }
  var hasMoreMessages: Bool { console.hasMoreMessages }
  func port(named name: String) -> Int? { console.port(named: Array(name.utf8)) }
  func isConnected(_ port: Int) -> Bool { console.isConnected(port) }
  func setOpen(_ isOpen: Bool, _ port: Int) { console.setOpen(isOpen, port: port) }
  func receive(_ port: Int) -> [UInt8]? {
    console.receive(from: port) { bytes in bytes.withUnsafeBytes { Array($0) } }
  }
  func transmit(_ port: Int, _ bytes: [UInt8]) -> Bool {
    let isTaken = console.transmit(to: port, byteCount: bytes.count) { span in
      for (index, byte) in bytes.enumerated() {
        span.storeBytes(of: byte, toByteOffset: index, as: UInt8.self)
      }
    }
    console.flush(port)
    return isTaken
  }
}

/// The device's side of a console with three ports, of which number 1 has a name.
private final class FakeConsole {
  let device: FakeNetDevice

  init(portCount: UInt8 = 3) {
    device = FakeNetDevice(queueCount: 2 * Int(portCount) + 2)
    device.offered = [.version1, .eventIndex, .multiport]
    device.configuration = [80, 0, 25, 0, portCount, 0, 0, 0]
  }

  /// Says something about a port.
  func say(_ event: UInt8, port: UInt8, value: UInt8 = 0, name: String = "") throws {
    let buffer = try #require(device.queues[2].take())
    #expect(buffer.deviceWrites)
    let bytes = [port, 0, 0, 0, event, 0, value, 0] + Array(name.utf8)
    device.memory.bytes(at: buffer.address, count: bytes.count)?.copyBytes(from: bytes)
    device.queues[2].giveBack(buffer, byteCount: bytes.count)
  }

  /// What the driver said: event, port and value of each message.
  func heard() -> [[UInt8]] {
    var messages: [[UInt8]] = []
    while let buffer = device.queues[3].take() {
      #expect(buffer.byteCount == 8 && !buffer.deviceWrites)
      let bytes = device.memory.bytes(at: buffer.address, count: 8).map(Array.init) ?? []
      messages.append([bytes[4], bytes[0], bytes[6]])
      device.queues[3].giveBack(buffer, byteCount: 0)
    }
    return messages
  }

  /// Announces port 1 and opens it.
  func announce(_ driver: Box) throws {
    try say(1, port: 1)
    _ = driver.takeMessages()
    try say(7, port: 1, name: "data")
    try say(6, port: 1, value: 1)
    _ = driver.takeMessages()
    _ = heard()
  }
}

@Suite struct VirtioConsoleTests {
  @Test func `tells the device that it is ready, and learns its ports`() throws {
    let console = FakeConsole()
    let driver = try Box(console.device)
    #expect(driver.portCount == 3)
    #expect(console.heard() == [[0, 0xff, 1]])
    try console.say(1, port: 1)
    try console.say(1, port: 2)
    #expect(driver.takeMessages())
    #expect(console.heard() == [[3, 1, 1], [3, 2, 1]])
    #expect(console.device.queues[4].waitingCount == 8, "port 1 may receive")
    #expect(driver.port(named: "data") == nil)
    try console.say(7, port: 1, name: "data")
    try console.say(7, port: 2, name: "more\0")
    #expect(driver.takeMessages())
    #expect(driver.port(named: "data") == 1)
    #expect(driver.port(named: "more") == 2)
    #expect(!driver.takeMessages())
  }

  @Test func `does not listen for ever to a device that does not stop`() throws {
    let console = FakeConsole()
    let driver = try Box(console.device)
    var count = 0
    // The driver reads the status after each wish for an interrupt.
    console.device.onStatusRead = {
      count += 1
      if count < 1000 { try? console.say(6, port: 1, value: UInt8(count % 2)) }
    }
    try console.say(6, port: 1)
    #expect(driver.takeMessages())
    #expect(driver.hasMoreMessages && count < 100)
    var callCount = 0
    while driver.hasMoreMessages, callCount < 1000 {
      #expect(driver.takeMessages())
      callCount += 1
    }
    #expect(!driver.hasMoreMessages && count > 999, "all was heard in the end")
  }

  @Test func `follows ports that come, open, close and go`() throws {
    let console = FakeConsole()
    let driver = try Box(console.device)
    try console.announce(driver)
    #expect(driver.isConnected(1))
    driver.setOpen(true, 1)
    #expect(console.heard() == [[6, 1, 1]])
    try console.say(6, port: 1, value: 0)
    _ = driver.takeMessages()
    #expect(!driver.isConnected(1))
    try console.say(2, port: 1)
    _ = driver.takeMessages()
    #expect(driver.port(named: "data") == nil)
  }

  @Test func `refuses ports for which it has no queues`() throws {
    let console = FakeConsole(portCount: 12)
    let driver = try Box(console.device)
    #expect(driver.portCount == 8)
    _ = console.heard()
    try console.say(1, port: 8)
    try console.say(7, port: 200, name: "x")
    _ = driver.takeMessages()
    #expect(console.heard() == [[3, 8, 0]])
    #expect(driver.port(named: "x") == nil)
  }

  @Test func `receives bytes in order and gives buffers back`() throws {
    let console = FakeConsole()
    let driver = try Box(console.device)
    try console.announce(driver)
    #expect(driver.receive(1) == nil)
    for round in 1...30 {
      let buffer = try #require(console.device.queues[4].take())
      #expect(buffer.byteCount == 4096 && buffer.deviceWrites)
      let bytes = [UInt8](repeating: UInt8(round), count: round)
      console.device.memory.bytes(at: buffer.address, count: round)?.copyBytes(from: bytes)
      console.device.queues[4].giveBack(buffer, byteCount: round)
      #expect(console.device.queues[4].interruptCount == round)
      #expect(driver.receive(1) == bytes)
      #expect(driver.receive(1) == nil)
    }
  }

  @Test func `sends bytes, and interrupts when there is room again`() throws {
    let console = FakeConsole()
    let driver = try Box(console.device)
    try console.announce(driver)
    let queue = console.device.queues[5]
    for number in 0..<8 { #expect(driver.transmit(1, [UInt8(number), 7])) }
    #expect(!driver.transmit(1, [8]), "eight buffers are under way")
    #expect(queue.interruptCount == 0)
    let first = try #require(queue.take())
    #expect(first.byteCount == 2)
    #expect(console.device.memory.load(first.address, as: UInt16.self) == 0x0700)
    queue.giveBack(first, byteCount: 0)
    #expect(queue.interruptCount == 1)
    #expect(driver.transmit(1, [8]))
  }

  @Test func `keeps messages for which there is no buffer`() throws {
    let console = FakeConsole()
    let driver = try Box(console.device)
    for _ in 0..<30 { driver.setOpen(true, 1) }
    #expect(console.heard().count == 16)
    _ = driver.takeMessages()
    #expect(console.heard().count == 15)
  }

  @Test func `needs a device with several ports`() {
    let plain = FakeConsole()
    plain.device.offered.remove(.multiport)
    #expect(throws: VirtioError.missingFeatures(.multiport)) { try Box(plain.device) }
    #expect(throws: VirtioError.wrongKind(1)) { try Box(FakeConsole().device, kind: 1) }
    let small = FakeConsole()
    small.device.maximumQueueSize[5] = 0
    #expect(throws: VirtioError.noQueue(5)) { try Box(small.device) }
  }

  @Test(arguments: 0..<40) func `survives a device that writes at random`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let console = FakeConsole(portCount: UInt8(random.below(12)))
    if seed % 2 == 0 { console.device.offered.remove(.eventIndex) }
    guard let driver = try? Box(console.device) else { return }
    for _ in 0..<1000 {
      let queue = console.device.queues[random.below(console.device.queues.count)]
      guard queue.isReady else { continue }
      let wild = UInt32(truncatingIfNeeded: random.next())
      // Messages of random contents among them: the buffers are the device's to write.
      let address: UInt64 = console.device.memory.load(
        queue.descriptors + 16 * UInt64(wild % 8))
      if address != 0 {
        console.device.memory.store(UInt64(random.below(10)), at: address)
        console.device.memory.store(UInt16(random.below(9)), at: address + 4)
      }
      switch random.below(10) {
      case 0: queue.writeUsed(index: wild, byteCount: wild)
      case 1: if random.below(200) == 0 { queue.jump(by: UInt16(truncatingIfNeeded: wild)) }
      default: queue.writeUsed(index: wild % 16, byteCount: wild >> 16 % 80)
      }
      _ = driver.takeMessages()
      let port = random.below(driver.portCount)
      _ = driver.receive(port)
      if random.below(2) == 0 { _ = driver.transmit(port, [1, 2, 3]) }
      if random.below(4) == 0 { driver.setOpen(true, port) }
    }
    #expect(console.device.memory.guardsAreIntact)
  }
}
