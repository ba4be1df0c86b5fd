internal import Core
internal import Net
internal import Synchronization
internal import Wire

/// All interfaces of the guest, between the run loop and what services do with them.
@safe
final class InterfaceTable {
  /// What TCP has to do on an interface besides, once it is used there.
  struct Segments {
    /// Sends what tasks have written.
    var send: () -> Void
    /// Does what is due, after frames were taken.
    var poll: () -> Void
    /// When there is something to do without a frame, in nanoseconds.
    var nextDeadline: () -> UInt64
  }

  /// How many cards are looked for.
  static var limit: Int { 8 }

  // Safe, all of them: the interfaces last as long as the kernel.
  /// Those behind the first one.
  private var further: [UnsafeMutablePointer<NetworkInterface>] = unsafe []
  /// TCP on each of them; nil where it is not used.
  private var segments: [Segments?] = []
  /// How the run loop would reach the first interface without the others.
  private let first: NetworkHooks

  private init(_ first: NetworkHooks) { self.first = first }

  /// Starts all cards but the first one.
  @inline(never)
  static func start() -> InterfaceTable {
    guard let hooks = unsafe networkHooks else { panic("this machine has no network device") }
    let table = InterfaceTable(hooks)
    unsafe interfaceTable = table
    while table.count < limit, let made = unsafe NetworkStart.startFurther(number: table.count) {
      for index in unsafe Interface.wishes.indices { unsafe Interface.wishes[index](made) }
      unsafe table.further.append(made)
      table.segments.append(nil)
    }
    unsafe networkHooks = NetworkHooks(
      poll: { hasNews in unsafe interfaceTable?.poll(hasNews: hasNews) },
      prepareToSleep: { unsafe interfaceTable?.prepareToSleep() ?? true },
      nextDeadline: { unsafe interfaceTable?.nextDeadline ?? .max },
      publish: hooks.publish, address: hooks.address)
    return table
  }

  /// How many interfaces there are, the first one included.
  var count: Int { unsafe further.count + 1 }

  /// Where an interface is; nil if there is none with this number.
  func pointer(_ number: Int) -> UnsafeMutablePointer<NetworkInterface>? {
    guard number > 0 else { return unsafe network }
    return unsafe number < count ? further[number - 1] : nil
  }

  /// Does something with each interface but the first.
  func forEachFurther(_ body: (UnsafeMutablePointer<NetworkInterface>) -> Void) {
    for index in unsafe further.indices { unsafe body(further[index]) }
  }

  /// The interface that leads to a host; nil if none does.
  ///
  /// What goes to this host itself or to no single one, the first takes.
  func number(toward host: IPv4Address) -> Int? {
    guard host.isUnicast else { return 0 }
    var best: (reach: Int, number: Int)?
    for number in 0..<count {
      guard let pointer = unsafe pointer(number),
        var reach = unsafe pointer.pointee.reach(of: host)
      else { continue }
      // A link that is down is better than none, and worse than any other.
      if unsafe !pointer.pointee.isLinkUp { reach -= 64 }
      if best == nil || reach > best?.reach ?? 0 { best = (reach, number) }
    }
    return best?.number
  }

  /// Has TCP on an interface take part in the run loop.
  func use(_ segments: Segments, on number: Int) {
    self.segments[number - 1] = segments
  }

  // MARK: The run loop

  private func poll(hasNews: Bool) {
    for use in segments { use?.send() }
    lookAtLinks()
    first.poll(hasNews)
    pollFurther(hasNews: false)
  }

  /// Takes what the cards behind the first received.
  func pollFurther(hasNews: Bool) {
    if hasNews { lookAtLinks() }
    for index in unsafe further.indices {
      unsafe further[index].pointee.poll(hasNews: hasNews)
      segments[index]?.poll()
    }
  }

  /// Looks at the links of all cards if that of any may have changed: none says whose it is.
  private func lookAtLinks() {
    guard configurationChange.load(ordering: .relaxed) else { return }
    // Once, and before any is asked: what changes later sets it again.
    configurationChange.store(false, ordering: .relaxed)
    unsafe Interface.forEach { unsafe $0.pointee.readLink() }
  }

  private func prepareToSleep() -> Bool {
    var mayHalt = first.prepareToSleep()
    unsafe forEachFurther { if unsafe !$0.pointee.prepareToSleep() { mayHalt = false } }
    return mayHalt
  }

  private var nextDeadline: UInt64 {
    var deadline = first.nextDeadline()
    unsafe forEachFurther { deadline = unsafe min(deadline, $0.pointee.nextDeadline ?? .max) }
    for use in segments { if let use { deadline = min(deadline, use.nextDeadline()) } }
    return deadline
  }
}
