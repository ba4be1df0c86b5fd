internal import Net
internal import Wire
internal import _Concurrency

/// The receiving side of a socket: datagrams that wait, and the task that waits for them.
@safe
final class UDPReceiver: @unchecked Sendable {
  /// Name of the socket in the stack of the first interface, or of the only one that it is bound
  /// to.
  let handle: UDPSocketHandle
  /// Its names by the number of the interface; empty if it is bound to the first one alone.
  var handles: [UDPSocketHandle?] = []

  /// How many datagrams may wait; what comes then is dropped and counted.
  static var capacity: Int { 256 }

  /// How many bytes of large datagrams may wait.
  private static var largeByteLimit: Int { 512 << 10 }
  /// From how many bytes on a datagram is large: no frame brings one.
  private static var largeByteCount: Int { 2048 }

  private var waiting: [Datagram?] = .init(repeating: nil, count: UDPReceiver.capacity)
  private var first = 0
  private(set) var count = 0
  /// The task that has waited longest.
  private var task: UnsafeContinuation<Void, Never>?
  /// Further tasks that wait, in the order in which they came.
  private var others: [UnsafeContinuation<Void, Never>] = unsafe []
  /// What became of datagrams that the socket sent; always empty if nobody asks.
  var reports: [PacketReport] = []
  /// Whether somebody has asked.
  var wantsReports = false

  init(_ handle: UDPSocketHandle) {
    self.handle = handle
  }

  /// Takes a datagram from the stack and lets the waiting task go on.
  ///
  /// - Parameters:
  ///   - datagram: The datagram.
  ///   - interface: The number of the interface by which it came.
  /// - Returns: False if too many wait, or if memory is short.
  func take(_ datagram: borrowing UDPDatagram, from interface: Int) -> Bool {
    guard count < Self.capacity, !Memory.isReserved else { return false }
    let index = (first &+ count) & (Self.capacity &- 1)
    waiting[index] = Datagram(
      source: datagram.source, interface: interface, payload: datagram.payload)
    count &+= 1
    wake()
    return true
  }

  /// Takes a datagram that did not come in one frame; as above, but it may be large.
  func takeWhole(_ datagram: borrowing UDPDatagram, from interface: Int) -> Bool {
    let byteCount = datagram.payload.byteCount
    guard byteCount <= Self.largeByteCount || hasRoom(for: byteCount) else { return false }
    return take(datagram, from: interface)
  }

  private func hasRoom(for byteCount: Int) -> Bool {
    var sum = byteCount
    for index in waiting.indices { sum += waiting[index]?.payload.count ?? 0 }
    return sum <= Self.largeByteLimit && Memory.mayTake(byteCount)
  }

  /// The oldest datagram; waits for one.
  ///
  /// - Returns: Nil if the task is cancelled.
  @inline(__always)
  func next() async -> Datagram? {
    // While datagrams come as fast as they are taken, nothing else would ever get its turn.
    if count > 0, RunLoop.isBurstOver { await Task.yield() }
    while count == 0 {
      guard !Task.isCancelled else { return nil }
      await wait()
    }
    return removeFirst()
  }

  /// As above, but a task that is cancelled takes nothing that waits: its caller gets it.
  func nextUnlessCancelled() async -> Datagram? {
    while !Task.isCancelled {
      if let datagram = removeFirst() { return datagram }
      await wait()
    }
    return nil
  }

  /// Takes the oldest datagram; nil if none waits.
  @inline(__always)
  func removeFirst() -> Datagram? {
    guard let datagram = waiting[first].take() else { return nil }
    first = (first &+ 1) & (Self.capacity &- 1)
    count &-= 1
    return datagram
  }

  @_optimize(speed)
  func wait() async {
    await withTaskCancellationHandler {
      await unsafe withUnsafeContinuation { continuation in
        guard !Task.isCancelled else {
          unsafe continuation.resume()
          return
        }
        guard unsafe task != nil else {
          unsafe task = unsafe continuation
          return
        }
        unsafe others.append(continuation)
      }
    } onCancel: {
      // Which of them was cancelled is not known here; the rest goes on waiting.
      while unsafe task != nil { wake() }
    }
  }

  /// Lets the task go on that has waited longest.
  @inline(__always)
  func wake() {
    guard let waiter = unsafe task.take() else { return }
    if unsafe !others.isEmpty { unsafe task = others.removeFirst() }
    unsafe waiter.resume()
  }
}
