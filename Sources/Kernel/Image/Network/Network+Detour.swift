public import Net
public import Wire

extension Network {
  /// Lets the guest reach itself, at 127.0.0.1 and at its own address.
  ///
  /// An image whose service does not ask for it has no code for it; what is sent there is refused
  /// as unreachable.
  public func enableLoopback() {
    // Safe: one core; the run loop is not in the interface while a task runs.
    unsafe Interface.forEachEver { unsafe $0.pointee.enableLoopback() }
  }

  /// Takes packets in pieces, and sends those that are too large for the link in pieces.
  ///
  /// Datagrams and pings may then be as large as 65,507 bytes. Pieces wait 30 s for the others,
  /// those of one host in at most half of the memory; counters tell what became of them. An image
  /// whose service does not ask for it has no code for it, and drops pieces.
  ///
  /// - Parameter byteLimit: How much memory incomplete packets may take.
  public func enableFragments(byteLimit: Int = 256 << 10) {
    // Safe: as above.
    unsafe Interface.forEachEver { unsafe $0.pointee.enableFragments(byteLimit: byteLimit) }
  }

  /// Finds out whether no other host on the link has an address, as `configure` does not.
  ///
  /// - Parameters:
  ///   - address: The address.
  ///   - pace: How thoroughly is asked; as RFC 5227 has it, that takes 4 to 7 seconds.
  /// - Returns: False if another host has it or wants it, too; nil if there is no network device,
  ///   or the task was cancelled.
  public func isFree(_ address: IPv4Address, pace: ProbePace = .thorough) async -> Bool? {
    await Interface(number: 0).isFree(address, pace: pace)
  }

  /// Tells all hosts on the link once more which card the guest's address is at.
  ///
  /// RFC 5227 asks for that 2 s after an address was configured; `configure` does it once.
  public func announce() { Interface(number: 0).announce() }
}
