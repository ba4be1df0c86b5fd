internal import Drivers
internal import Hardware
internal import TestSupport
internal import Testing

/// A disk's driver in a box, because expectations cannot look into it otherwise.
private final class Box {
  private var disk: VirtioBlock<VirtioMMIO<FakeRegisters>>
  private let memory: FakeMemory

  init(_ fake: FakeNetDevice, kind: UInt64 = 2, version: UInt64 = 2) throws(VirtioError) {
    memory = fake.memory
    var memory = fake.memory
    disk = try VirtioBlock(
      VirtioMMIO(fake.mappedRegisters(version: version, kind: kind)), requestCount: 4,
      memory: &memory)
  }

  var settings: BlockSettings { disk.settings }
  var requestCount: Int { disk.requestCount }
  var usesIndirectDescriptors: Bool { disk.usesIndirectDescriptors }
  var refusals: VirtqueueRefusals { disk.refusals }
  var hasFailed: Bool { disk.hasFailed }

  /// Memory for a transfer.
  func region(_ byteCount: Int) -> DMARegion? { memory.allocate(byteCount: byteCount) }

  func start(
    _ operation: BlockOperation, sector: UInt64 = 0, _ region: DMARegion? = nil
  ) throws(BlockError) -> Int {
    let request = try disk.start(operation, sector: sector, memory: region)
    disk.publish()
    return request
  }

  func takeCompleted() -> VirtioBlock<VirtioMMIO<FakeRegisters>>.Completion? {
    disk.takeCompleted()
  }
  func abandon() -> Bool { disk.abandon() }
}

/// A disk in memory behind a fake device.
private final class FakeDisk {
  let device = FakeNetDevice(queueCount: 1)
  var bytes = [UInt8](repeating: 0, count: 64 * 512)
  var queue: FakeQueue { device.queues[0] }

  init(_ features: VirtioFeatures = [.flush, .blockSize], segmentByteCount: UInt8 = 0) {
    device.offered = [.version1, .eventIndex, features]
    device.configuration = .init(repeating: 0, count: 24)
    device.configuration[0] = 64
    device.configuration[9] = segmentByteCount
    device.configuration[21] = 0x10
  }

  /// Does what the oldest request asks for.
  func serve(status: UInt8 = 0) throws {
    let chain = try #require(queue.takeChain())
    let header = chain[0]
    #expect(header.byteCount == 16 && !header.deviceWrites)
    let type: UInt32 = device.memory.load(header.address)
    let offset = Int(device.memory.load(header.address + 8) as UInt64) * 512
    let end = try #require(chain.last)
    #expect(end.byteCount == 1 && end.deviceWrites)
    if chain.count == 3, status == 0,
      let data = device.memory.bytes(at: chain[1].address, count: chain[1].byteCount)
    {
      #expect(chain[1].deviceWrites == (type != 1))
      switch type {
      case 0: data.copyBytes(from: bytes[offset..<offset + data.count])
      case 1: bytes.replaceSubrange(offset..<offset + data.count, with: data)
      default: data.copyBytes(from: Array("disk7".utf8))
      }
    }
    device.memory.store(status, at: end.address)
    queue.giveBack(header, byteCount: chain.filter(\.deviceWrites).reduce(0) { $0 + $1.byteCount })
  }
}

@Suite struct VirtioBlockTests {
  @Test func `learns what the disk is`() throws {
    let settings = try Box(FakeDisk().device).settings
    #expect(settings.sectorCount == 64)
    #expect(settings.blockByteCount == 4096)
    #expect(settings.transferByteCount == 1 << 20)
    #expect(settings.hasCache && !settings.isReadOnly)
    let plain = try Box(FakeDisk([.readOnly, .segmentSize], segmentByteCount: 0x11).device)
    #expect(plain.settings.isReadOnly && !plain.settings.hasCache)
    #expect(plain.settings.blockByteCount == 512)
    #expect(plain.settings.transferByteCount == 0x1000, "whole sectors of 0x1100 bytes")
  }

  @Test func `writes and reads back`() throws {
    let disk = FakeDisk()
    let driver = try Box(disk.device)
    let region = try #require(driver.region(1024))
    region.base.initializeMemory(as: UInt8.self, repeating: 0x5a, count: 1024)
    let write = try driver.start(.write, sector: 62, region)
    #expect(driver.takeCompleted() == nil)
    try disk.serve()
    let ended = try #require(driver.takeCompleted())
    #expect(ended.request == write && ended.error == nil)
    #expect(disk.bytes.suffix(1024).allSatisfy { $0 == 0x5a })
    #expect(disk.bytes.dropLast(1024).allSatisfy { $0 == 0 })
    let other = try #require(driver.region(1024))
    _ = try driver.start(.read, sector: 61, other)
    try disk.serve()
    #expect(driver.takeCompleted()?.error == nil)
    let found = UnsafeRawBufferPointer(start: other.base, count: 1024)
    #expect(found.prefix(512).allSatisfy { $0 == 0 } && found.suffix(512).allSatisfy { $0 == 0x5a })
  }

  @Test func `flushes and identifies`() throws {
    let disk = FakeDisk()
    let driver = try Box(disk.device)
    let flush = try driver.start(.flush)
    try disk.serve()
    let ended = try #require(driver.takeCompleted())
    #expect(ended.request == flush && ended.error == nil)
    let region = try #require(driver.region(20))
    _ = try driver.start(.identify, region)
    try disk.serve()
    #expect(driver.takeCompleted()?.error == nil)
    #expect(Array(UnsafeRawBufferPointer(start: region.base, count: 5)) == Array("disk7".utf8))
  }

  @Test func `keeps several requests in flight, in any order of their ends`() throws {
    let disk = FakeDisk()
    let driver = try Box(disk.device)
    let regions = try (0..<4).map { _ in try #require(driver.region(512)) }
    let requests = try regions.map { try driver.start(.read, $0) }
    #expect(Set(requests).count == 4)
    #expect(throws: BlockError.busy) { try driver.start(.read, regions[0]) }
    var chains: [[FakeQueue.Buffer]] = []
    while let chain = disk.queue.takeChain() { chains.append(chain) }
    for chain in chains.reversed() {
      disk.device.memory.store(UInt8(0), at: chain[2].address)
      disk.queue.giveBack(chain[0], byteCount: 513)
    }
    let ended = (0..<4).compactMap { _ in driver.takeCompleted()?.request }
    #expect(ended == requests.reversed())
    #expect(driver.takeCompleted() == nil)
    _ = try driver.start(.read, regions[0])
  }

  @Test func `interrupts for each end that nobody has seen`() throws {
    let disk = FakeDisk()
    let driver = try Box(disk.device)
    for round in 1...5 {
      _ = try driver.start(.flush)
      try disk.serve()
      #expect(disk.queue.interruptCount == round)
      #expect(driver.takeCompleted() != nil)
      #expect(driver.takeCompleted() == nil)
    }
  }

  @Test(arguments: [
    (UInt8(1), BlockError.failed), (2, .unsupported), (3, .badAnswer(3)), (0xff, .badAnswer(0xff)),
  ])
  func `tells how a request failed`(status: UInt8, error: BlockError) throws {
    let disk = FakeDisk()
    let driver = try Box(disk.device)
    let region = try #require(driver.region(512))
    _ = try driver.start(.read, region)
    try disk.serve(status: status)
    #expect(driver.takeCompleted()?.error == error)
  }

  @Test func `notices a disk that gives no status`() throws {
    let disk = FakeDisk()
    let driver = try Box(disk.device)
    _ = try driver.start(.flush)
    let chain = try #require(disk.queue.takeChain())
    disk.queue.giveBack(chain[0], byteCount: 0)
    #expect(driver.takeCompleted()?.error == .badAnswer(0xff))
  }

  @Test func `refuses what is not on the disk or not whole sectors`() throws {
    let driver = try Box(FakeDisk([.segmentSize], segmentByteCount: 0x10).device)
    let sector = try #require(driver.region(512))
    #expect(throws: BlockError.outOfRange) { try driver.start(.read, sector: 64, sector) }
    #expect(throws: BlockError.outOfRange) { try driver.start(.read, sector: .max, sector) }
    let odd = try #require(driver.region(513))
    #expect(throws: BlockError.unaligned) { try driver.start(.write, odd) }
    #expect(throws: BlockError.unaligned) { try driver.start(.write) }
    let large = try #require(driver.region(4096 + 512))
    #expect(throws: BlockError.tooLarge(4096)) { try driver.start(.read, large) }
    let readOnly = try Box(FakeDisk(.readOnly).device)
    let other = try #require(readOnly.region(512))
    #expect(throws: BlockError.readOnly) { try readOnly.start(.write, other) }
  }

  @Test func `lets go of a disk that makes no sense`() throws {
    let disk = FakeDisk()
    let driver = try Box(disk.device)
    _ = try driver.start(.flush)
    disk.queue.jump(by: 9)
    #expect(driver.takeCompleted() == nil)
    #expect(driver.hasFailed)
    #expect(throws: BlockError.gone) { try driver.start(.flush) }
    #expect(driver.abandon())
    #expect(!disk.queue.isReady, "the device was reset")
  }

  @Test func `does with a queue for a single request, and refuses a smaller one`() throws {
    let disk = FakeDisk()
    disk.device.maximumQueueSize = [4]
    #expect(try Box(disk.device).requestCount == 1)
    let small = FakeDisk()
    small.device.maximumQueueSize = [2]
    #expect(throws: VirtioError.noQueue(0)) { try Box(small.device) }
    #expect(throws: VirtioError.wrongKind(1)) { try Box(FakeDisk().device, kind: 1) }
  }

  @Test func `uses a disk from before version 1, which knows no layout but its own`() throws {
    let disk = FakeDisk()
    disk.device.offered = [.eventIndex, .flush]
    let driver = try Box(disk.device, version: 1)
    let region = try #require(driver.region(512))
    region.base.initializeMemory(as: UInt8.self, repeating: 0x5a, count: 512)
    _ = try driver.start(.write, sector: 3, region)
    try disk.serve()
    #expect(driver.takeCompleted()?.error == nil)
    #expect(disk.bytes[3 * 512..<4 * 512].allSatisfy { $0 == 0x5a })
  }

  @Suite struct Indirect {
    private static func disk(queueSize: Int) -> FakeDisk {
      let disk = FakeDisk()
      disk.device.offered.insert(.indirectDescriptors)
      disk.device.maximumQueueSize = [UInt16(queueSize)]
      return disk
    }

    @Test(arguments: [(1, 1), (2, 2), (4, 4), (8, 4)])
    func `takes more requests at once where the queue is small`(
      queueSize: Int, requestCount: Int
    ) throws {
      let disk = Self.disk(queueSize: queueSize)
      let driver = try Box(disk.device)
      #expect(driver.requestCount == requestCount && driver.usesIndirectDescriptors)
      let region = try #require(driver.region(512))
      for sector in 0..<requestCount { _ = try driver.start(.read, sector: UInt64(sector), region) }
      #expect(throws: BlockError.busy) { try driver.start(.flush) }
      for _ in 0..<requestCount { try disk.serve() }
      for _ in 0..<requestCount { #expect(driver.takeCompleted()?.error == nil) }
      #expect(disk.queue.indirectCount == requestCount)
    }

    @Test func `writes, flushes and reads back by tables`() throws {
      let disk = Self.disk(queueSize: 4)
      let driver = try Box(disk.device)
      let region = try #require(driver.region(1024))
      for round in 0..<100 {
        let value = UInt8(truncatingIfNeeded: round)
        region.base.initializeMemory(as: UInt8.self, repeating: value, count: 1024)
        for operation in [BlockOperation.write, .flush, .read] {
          let sector = UInt64(operation == .flush ? 0 : round % 60)
          _ = try driver.start(operation, sector: sector, operation == .flush ? nil : region)
          try disk.serve()
          #expect(driver.takeCompleted()?.error == nil)
          region.base.initializeMemory(as: UInt8.self, repeating: 0, count: 1024)
        }
        #expect(disk.bytes[round % 60 * 512..<(round % 60 + 2) * 512].allSatisfy { $0 == value })
      }
      #expect(disk.queue.indirectCount == 300 && disk.device.memory.guardsAreIntact)
    }

    @Test func `does without where the queue has room for all`() throws {
      let disk = Self.disk(queueSize: 16)
      let driver = try Box(disk.device)
      #expect(driver.requestCount == 4 && !driver.usesIndirectDescriptors)
      _ = try driver.start(.flush)
      try disk.serve()
      #expect(disk.queue.indirectCount == 0)
    }
  }

  @Test(arguments: 0..<40) func `survives a device that writes at random`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let disk = FakeDisk()
    for index in 0..<24 {
      disk.device.configuration[index] = UInt8(truncatingIfNeeded: random.next())
    }
    if seed % 2 == 0 { disk.device.offered.remove(.eventIndex) }
    if seed & 2 == 0 { disk.device.offered.insert(.indirectDescriptors) }
    if seed & 4 == 0 { disk.device.maximumQueueSize = [4] }
    let driver = try Box(disk.device)
    let region = try #require(driver.region(512))
    for _ in 0..<1000 {
      _ = try? driver.start(.read, sector: UInt64(random.below(100)), region)
      let wild = UInt32(truncatingIfNeeded: random.next())
      switch random.below(10) {
      case 0: disk.queue.writeUsed(index: wild, byteCount: wild)
      case 1: if random.below(100) == 0 { disk.queue.jump(by: UInt16(truncatingIfNeeded: wild)) }
      default: disk.queue.writeUsed(index: wild % 5, byteCount: wild >> 16)
      }
      for _ in 0..<random.below(4) {
        if let ended = driver.takeCompleted() { #expect((0..<4).contains(ended.request)) }
      }
    }
    #expect(disk.device.memory.guardsAreIntact)
    #expect(driver.refusals != .none)
  }
}
