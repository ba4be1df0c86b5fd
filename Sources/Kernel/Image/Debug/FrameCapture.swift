internal import Boot
internal import Drivers
internal import GDBStub

/// Keeps the frames that pass, for gdb's user.
///
/// Nothing on a frame's way knows of it: whenever the run loop has asked the network, the rings of
/// the cards are looked at for what has passed.
enum FrameCapture {
  // Safe, all of them: one core; the stub changes them only while the guest stands still.
  /// What passed; nil before the first start.
  nonisolated(unsafe) static var ring: FrameRing?
  /// Whether frames are kept.
  nonisolated(unsafe) private(set) static var isOn = false
  /// What the run loop called before; nil before the first start.
  nonisolated(unsafe) private static var hooks: NetworkHooks?
  /// How far each card was looked at.
  nonisolated(unsafe) private static var places: [8 of PassedFrames] = .init(
    repeating: PassedFrames())
  /// How many frames were not seen in time.
  nonisolated(unsafe) private(set) static var missedCount = 0

  /// Begins anew; false if there is no network.
  @inline(never)
  static func start() -> Bool {
    guard let current = unsafe networkHooks else { return false }
    unsafe Interface.forEach {
      unsafe places[$0.pointee.number & 7] = $0.pointee.device.passedFrames
    }
    unsafe ring = FrameRing(DebuggerState.frames)
    unsafe missedCount = 0
    unsafe isOn = true
    // Who was put between stays there, as others may have been put before it since.
    guard unsafe hooks == nil else { return true }
    unsafe hooks = current
    unsafe networkHooks = NetworkHooks(
      poll: { hasNews in
        unsafe FrameCapture.hooks?.poll(hasNews)
        if unsafe FrameCapture.isOn { FrameCapture.look() }
      },
      prepareToSleep: current.prepareToSleep, nextDeadline: current.nextDeadline,
      publish: current.publish, address: current.address)
    return true
  }

  /// Ends it; what was kept stays.
  static func stop() { unsafe isOn = false }

  /// Keeps what has passed since the last look.
  @inline(never)
  private static func look() {
    let now = sharedCurrentNanoseconds()
    unsafe Interface.forEach { interface in
      let number = unsafe interface.pointee.number & 7
      unsafe interface.pointee.device.forEachFrame(since: &places[number]) { bytes, byteCount in
        guard let start = bytes.baseAddress else {
          unsafe missedCount &+= 1
          return
        }
        // Safe: they are not changed, and only looked at now.
        let base = unsafe UnsafeMutableRawPointer(mutating: start)
        let kept = unsafe ByteBuffer(
          unsafeBase: base.assumingMemoryBound(to: UInt8.self), count: min(bytes.count, 2048))
        unsafe ring?.append(kept, byteCount: byteCount, nanoseconds: now)
      }
    }
  }
}
