internal import CLaunch
internal import Frames
internal import Glibc

/// Carries frames between QEMU and the host's interface over a bad link.
///
/// Only tests that ask for it take this way, because it costs two system calls more for each frame
/// and wakes this process for it.
final class LinkPump {
  /// Frames that wait for QEMU to take others; more are lost, as in a card's queue.
  static let backlogLimit = 1000
  /// Frames taken from one end before the other has its turn.
  private static let batchCount = 64

  /// QEMU's end.
  private(set) var qemuEnd: Descriptor?
  private let guest: Descriptor
  private let host: Descriptor
  private let timer: Descriptor
  private var link: BadLink
  private let record: LinkRecord?
  private var backlog: [BadLink.Delivery] = []
  private var watches: [EventLoop.Watch] = []
  private var buffer = [UInt8](repeating: 0, count: 65_536)

  /// Makes a link.
  ///
  /// - Parameters:
  ///   - link: What it does to frames.
  ///   - host: The TAP.
  ///   - record: Who looks on.
  /// - Throws: `refused` if there are no sockets.
  convenience init(
    _ link: BadLink, host: Descriptor, record: LinkRecord?
  ) throws(MachineError) {
    var ends: [Int32] = [-1, -1]
    guard launch_frame_sockets(&ends) == 0 else { throw .refusal("make", "a link") }
    self.init(link, guest: Descriptor(ends[0]), host: host, record: record)
    qemuEnd = Descriptor(ends[1])
  }

  /// Takes over a link of which QEMU has its end already.
  init(_ link: BadLink, guest: Descriptor, host: Descriptor, record: LinkRecord? = nil) {
    timer = Descriptor(launch_timer())
    self.link = link
    self.guest = guest
    self.host = host
    self.record = record
    guest.setNonBlocking()
    host.setNonBlocking()
  }

  /// What another process needs to go on with the link: its state and both ends.
  var legacy: (settings: LinkCarrier.Settings, guest: Descriptor, host: Descriptor) {
    (LinkCarrier.Settings(link: link.settings, seed: link.seed), guest, host)
  }

  /// Begins to carry frames, now that QEMU has its end.
  func start(on loop: EventLoop) {
    qemuEnd = nil
    for (end, direction) in [(guest, SeenFrame.Direction.fromGuest), (host, .toGuest)] {
      var watch: EventLoop.Watch?
      watch = loop.watch(end) { [unowned self] in
        if !pull(end, direction), let watch { loop.remove(watch) }
      }
      if let watch { watches.append(watch) }
    }
    watches.append(
      loop.watch(timer) { [unowned self] in
        _ = timer.readAvailable()
        flush()
      })
  }

  /// Takes no more frames, and delivers at once what is delayed, as another carries the link.
  func stop(on loop: EventLoop) {
    for watch in watches { loop.remove(watch) }
    watches = []
    flush(until: .max)
  }

  /// Changes what the link does from now on.
  func change(_ settings: LinkSettings) {
    link.settings = settings
  }

  /// Takes what is there at one end; whether more can come.
  @discardableResult
  func pull(_ end: Descriptor, _ direction: SeenFrame.Direction) -> Bool {
    for _ in 0..<Self.batchCount {
      let count = read(end.number, &buffer, buffer.count)
      guard count > 0 else {
        flush()
        return count < 0 && (errno == EAGAIN || errno == EINTR)
      }
      let bytes = Array(buffer[0..<count])
      let fate = link.send(bytes, direction, at: Self.now(CLOCK_MONOTONIC))
      if direction == .fromGuest {
        note(bytes, direction, at: .guest, fate.remarks)
      } else if fate.isLost {
        note(bytes, direction, at: .host, fate.remarks)
      }
    }
    flush()
    return true
  }

  /// Delivers what is due, and sets the timer for what comes next.
  ///
  /// - Parameter end: Until when what is delayed is due; nil: until now.
  private func flush(until end: UInt64? = nil) {
    let now = end ?? Self.now(CLOCK_MONOTONIC)
    let waiting = backlog
    backlog.removeAll(keepingCapacity: true)
    for delivery in waiting { deliver(delivery) }
    while let delivery = link.next(at: now) { deliver(delivery) }
    var rest = link.deadline.map { $0 > now ? $0 - now : 1 }
    // QEMU is behind: it is asked again soon.
    if !backlog.isEmpty { rest = min(rest ?? .max, 1_000_000) }
    _ = launch_set_timer(timer.number, rest ?? 0)
  }

  private func deliver(_ delivery: BadLink.Delivery) {
    let (bytes, direction) = (delivery.bytes, delivery.direction)
    guard direction == .toGuest else {
      // An interface that is down takes nothing, as a cable without an end.
      write(host.number, bytes, bytes.count)
      // What passes as it is has been noted at the guest's end.
      if !delivery.remarks.isEmpty || record?.judged == .host {
        note(bytes, direction, at: .host, delivery.remarks)
      }
      return
    }
    guard backlog.isEmpty, send(guest.number, bytes, bytes.count, Int32(MSG_NOSIGNAL)) >= 0 else {
      if backlog.count < Self.backlogLimit { backlog.append(delivery) }
      return
    }
    note(bytes, direction, at: .guest, delivery.remarks)
  }

  private func note(
    _ bytes: [UInt8], _ direction: SeenFrame.Direction, at place: CaptureLog.Place,
    _ remarks: [String]
  ) {
    bytes.withUnsafeBytes { buffer in
      let frame = SeenFrame(direction, at: Self.now(CLOCK_REALTIME), ByteView(buffer))
      record?.take(frame, at: place, remarks: remarks)
    }
  }

  private static func now(_ clock: clockid_t) -> UInt64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }

  /// Takes what QEMU left behind.
  func drain() {
    pull(guest, .fromGuest)
  }
}
