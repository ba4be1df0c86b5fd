internal import CLaunch
internal import Glibc

/// A file descriptor that is closed with its last reference.
public final class Descriptor {
  /// The number the kernel knows it by.
  public let number: Int32

  /// Takes over an open descriptor.
  public init(_ number: Int32) {
    self.number = number
  }

  deinit { close(number) }

  /// Opens a file, closed on exec.
  ///
  /// - Parameters:
  ///   - path: The file's path.
  ///   - flags: How to open it, `O_RDONLY` and the like.
  ///   - mode: Permissions of the file if it is made.
  /// - Throws: `refused` if the kernel does not open it.
  convenience init(path: String, flags: Int32, mode: mode_t = 0o644) throws(MachineError) {
    let number = open(path, flags | O_CLOEXEC, mode)
    guard number >= 0 else { throw .refusal("open", path) }
    self.init(number)
  }

  /// Makes a pipe, both ends closed on exec, the reading end without blocking.
  static func pipe() throws(MachineError) -> (reading: Descriptor, writing: Descriptor) {
    var numbers: [Int32] = [-1, -1]
    guard launch_pipe(&numbers) == 0 else { throw .refusal("make", "a pipe") }
    let ends = (Descriptor(numbers[0]), Descriptor(numbers[1]))
    ends.0.setNonBlocking()
    return ends
  }

  /// Makes two connected stream sockets, closed on exec, the first without blocking.
  static func socketPair() throws(MachineError) -> (own: Descriptor, other: Descriptor) {
    var numbers: [Int32] = [-1, -1]
    let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, type, 0, &numbers) == 0 else { throw .refusal("make", "a socket") }
    let ends = (Descriptor(numbers[0]), Descriptor(numbers[1]))
    ends.0.setNonBlocking()
    return ends
  }

  /// Has a socket keep much of what is written to it and not read yet, as far as the system allows.
  ///
  /// What counts is how often it was written to: each write of a byte takes hundreds.
  func widen() { launch_widen(number) }

  /// Makes reads and writes return at once.
  func setNonBlocking() {
    _ = fcntl(number, F_SETFL, fcntl(number, F_GETFL) | O_NONBLOCK)
  }

  /// Reads what is there, at most 64 KiB.
  ///
  /// - Returns: The bytes, empty at the end of the stream, nil if nothing is there yet.
  func readAvailable() -> [UInt8]? {
    let limit = 65_536
    var wouldBlock = false
    let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
      let received = read(number, buffer.baseAddress, limit)
      wouldBlock = received < 0 && (errno == EAGAIN || errno == EINTR)
      count = max(received, 0)
    }
    return wouldBlock ? nil : bytes
  }

  /// Writes all bytes, waiting for room where there is none.
  ///
  /// - Parameter bytes: What to write.
  /// - Returns: Whether everything was taken.
  @discardableResult
  func writeAll(_ bytes: [UInt8]) -> Bool {
    var offset = 0
    while offset < bytes.count {
      let written = bytes.withUnsafeBytes { put($0[offset...]) }
      if written > 0 {
        offset += written
      } else if errno == EAGAIN {
        var request = pollfd(fd: number, events: Int16(POLLOUT), revents: 0)
        poll(&request, 1, 1000)
      } else if errno != EINTR {
        return false
      }
    }
    return true
  }

  /// Writes once; a socket whose other end is closed gives an error and no signal.
  private func put(_ bytes: Slice<UnsafeRawBufferPointer>) -> Int {
    let buffer = UnsafeRawBufferPointer(rebasing: bytes)
    let sent = send(number, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
    guard sent < 0, errno == ENOTSOCK else { return sent }
    return write(number, buffer.baseAddress, buffer.count)
  }
}
