internal import CPU
internal import Core
internal import Drivers
internal import Hardware

/// A disk: its driver, the requests in flight, and those that wait for a place.
@safe
final class DiskDevice: @unchecked Sendable {
  private var driver: VirtioBlock<VirtioBus>
  /// The requests by their name in the driver.
  private var inFlight: [DiskRequest?]
  /// Requests for which the driver has no place yet.
  private var waiting = WaitingRow<DiskRequest>()

  /// Every disk that was asked for, in the order of their numbers; nil where there is none.
  nonisolated(unsafe) private static var devices: [DiskDevice?] = []

  private init(_ driver: consuming VirtioBlock<VirtioBus>) {
    inFlight = .init(repeating: nil, count: driver.requestCount)
    self.driver = driver
  }

  /// The disk of a number, which is started when it is asked for first.
  ///
  /// - Returns: Nil if there is no such disk, or if it does not start.
  static func device(_ number: Int) -> DiskDevice? {
    // Safe, here and below: one core, and only tasks and the run loop come here.
    while unsafe devices.count <= number {
      let next = unsafe start(devices.count)
      unsafe devices.append(next)
      if next == nil { return nil }
    }
    return number < 0 ? nil : unsafe devices[number]
  }

  private static func start(_ number: Int) -> DiskDevice? {
    do throws(VirtioError) {
      let bus = try DeviceFinder.find(.block, number: number, poll: { DiskDevice.pollAll() })
      guard let bus else { return nil }
      var memory = HeapDMAMemory()
      let device = DiskDevice(
        try VirtioBlock(
          bus, memory: &memory,
          ordering: Hypervisor.current == .kvm ? .fence : .deviceAccess))
      device.introduce(number)
      return device
    } catch {
      log(.warning, "disk \(number) does not start", module: "disk")
      return nil
    }
  }

  /// Says how the disk is used, and makes its counters known.
  private func introduce(_ number: Int) {
    let requestCount = driver.requestCount
    let means: StaticString = driver.usesIndirectDescriptors ? ", by indirect descriptors" : ""
    log(.info, "disk \(number) takes \(requestCount) requests at once\(means)", module: "disk")
    // The first disk alone: names are fixed.
    guard number == 0 else { return }
    // Safe: a device is never given up.
    unsafe driver.withCounters {
      unsafe CounterGroups.add("disk notifications\ndisk refusals", $0, count: 2)
    }
  }

  /// What the disk says about itself.
  var settings: BlockSettings { driver.settings }

  // MARK: Requests

  /// Asks for something; the request ends by itself if that cannot be.
  func submit(_ request: DiskRequest) {
    guard start(request) else {
      waiting.append(request)
      return
    }
    driver.publish()
  }

  /// Hands a request to the driver.
  ///
  /// - Returns: False if the driver has no place for it.
  private func start(_ request: DiskRequest) -> Bool {
    if request.isAbandoned { return true }
    do throws(BlockError) {
      // Safe: the table keeps the request, which keeps the memory, until the driver gives it back.
      let name = try unsafe driver.start(
        request.operation, sector: request.sector, memory: request.buffer?.region)
      request.buffer?.useCount += 1
      inFlight[name] = request
      return true
    } catch {
      guard let reason = DiskError(error) else { return false }
      request.finish(reason)
      return true
    }
  }

  // MARK: The run loop

  /// Lets all disks end what their devices have ended.
  private static func pollAll() {
    for device in unsafe devices { device?.poll() }
  }

  private func poll() {
    while let ended = driver.takeCompleted() {
      let request = inFlight[ended.request].take()
      request?.buffer?.useCount -= 1
      request?.finish(ended.error.flatMap(DiskError.init))
    }
    if driver.hasFailed { return giveUp() }
    while let request = waiting.first, start(request) { waiting.removeFirst() }
    driver.publish()
  }

  /// Ends all requests of a disk that makes no sense.
  private func giveUp() {
    let isReset = driver.abandon()
    for name in inFlight.indices {
      guard let request = inFlight[name] else { continue }
      request.finish(.gone)
      // A disk that cannot be reset may still write: then the table keeps the memory for ever.
      guard isReset else { continue }
      request.buffer?.useCount -= 1
      inFlight[name] = nil
    }
    while let request = waiting.first {
      waiting.removeFirst()
      request.finish(.gone)
    }
  }
}
