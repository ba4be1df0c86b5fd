extension Session {
  /// Whether the entries of exceptions should ask for detours before they do all the rest.
  public var mayPass: Bool { detours.usable != 0 }

  /// Finds where the guest goes on that has met a breakpoint at which nothing is to happen.
  ///
  /// All breakpoints are in memory, and one may be met in what evaluates conditions: then what this
  /// says does not count, and all is done anew in the common way. So nothing is changed here that
  /// counts.
  ///
  /// - Returns: The address of a detour; 0 if there is more to do.
  @inline(never)
  public mutating func pass() -> UInt64 {
    let address = registers[.rip] &- 1
    // Who goes over a breakpoint that is not in memory stops at the next one to put it back.
    guard registers[.flags] & Flag.trap == 0, stepEnd == 0,
      let index = breakpoints.find(address, .debugger), detours.isOpen(index)
    else { return 0 }
    isPassing = true
    let holds = evaluate(index, commands: false)
    isPassing = false
    return holds == false ? detours.place(index) : 0
  }

  /// Has the guest be where it would be without detours.
  @inline(never)
  public mutating func leaveDetour() {
    registers[.rip] = detours.address(for: registers[.rip])
  }

  /// Makes detours for the breakpoints that have conditions.
  @inline(never)
  mutating func prepareDetours() {
    detours.close()
    guard !isStepping, !conditions.isEmpty else { return }
    // No interrupt has led away from a detour if the guest allows interrupts.
    let mayChange = registers[.flags] & Flag.interrupts != 0
    var index = 0
    while index < min(breakpoints.count, detours.capacity) {
      prepareDetour(index, mayChange)
      index &+= 1
    }
  }

  private mutating func prepareDetour(_ index: Int, _ mayChange: Bool) {
    let (code, new) = (scratch.part(0, 16), scratch.part(16, 16 &+ Detour.byteCount))
    let (address, place) = (breakpoints.address(index), detours.place(index))
    var search = 0
    guard breakpoints.find(address, .debugger) == index,
      conditions.next(of: index, isCommand: false, &search) != nil,
      target.read(address, into: code) == code.count,
      let detour = Detour(of: code, at: address, place: place, into: new)
    else { return }
    let used = new.part(0, detour.bodyByteCount &+ 5)
    let old = scratch.part(64, 64 &+ used.count)
    _ = target.read(place, into: old)
    if !detours.isNoted(detour, of: address, index) || !old.equals(used) {
      guard mayChange, target.write(used, to: place) else { return }
      detours.note(detour, of: address, index)
    }
    detours.open(index)
  }
}
