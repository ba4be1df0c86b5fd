/// What ended a wait of the run loop, as the guest's notes have it.
enum WaitCause {
  /// A name for people; `events` are bits of the kernel's `Event`.
  static func name(_ events: UInt64) -> String {
    var causes: [String] = []
    if events & 1 << 8 != 0 { causes.append("network") }
    if events & 1 << 1 != 0 { causes.append("timer") }
    if events & 0xfffe << 8 != 0 { causes.append("device") }
    return "wait: " + (causes.isEmpty ? "other" : causes.joined(separator: " and "))
  }
}
