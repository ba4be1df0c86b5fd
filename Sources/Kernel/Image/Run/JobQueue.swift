/// Jobs of the Swift runtime in the order in which they became ready.
///
/// A job has room for its scheduler's own use behind its object header: the queue is linked there,
/// so that queueing allocates nothing.
@safe
struct JobQueue {
  private var first: UnsafeMutableRawPointer?
  private var last: UnsafeMutableRawPointer?

  /// Starts empty.
  init() {}

  /// Whether no job is ready.
  var isEmpty: Bool {
    @inline(__always) get { unsafe first == nil }
  }

  /// Adds a job at the end.
  @inline(__always)
  mutating func append(_ job: UnsafeMutableRawPointer) {
    unsafe Self.setNext(of: job, to: nil)
    if let last = unsafe last {
      unsafe Self.setNext(of: last, to: job)
    } else {
      unsafe first = unsafe job
    }
    unsafe last = unsafe job
  }

  /// Takes the oldest job.
  @inline(__always)
  mutating func popFirst() -> UnsafeMutableRawPointer? {
    guard let job = unsafe first else { return nil }
    unsafe first = unsafe Self.next(of: job)
    if unsafe first == nil { unsafe last = nil }
    return unsafe job
  }

  /// Whether a job is in the queue, which is looked through for it.
  func contains(_ job: UInt64) -> Bool {
    var next = unsafe first
    while let place = unsafe next {
      if UInt64(UInt(bitPattern: place)) == job { return true }
      unsafe next = unsafe Self.next(of: place)
    }
    return false
  }

  // Safe: `Job::SchedulerPrivate` is the two words after the object header of 16 bytes.
  private static var linkOffset: Int { 16 }

  @inline(__always)
  private static func next(of job: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    unsafe job.load(fromByteOffset: linkOffset, as: UnsafeMutableRawPointer?.self)
  }

  @inline(__always)
  private static func setNext(
    of job: UnsafeMutableRawPointer, to next: UnsafeMutableRawPointer?
  ) {
    unsafe job.storeBytes(of: next, toByteOffset: linkOffset, as: UnsafeMutableRawPointer?.self)
  }
}
