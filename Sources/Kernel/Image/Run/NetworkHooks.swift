/// What the run loop and the host ask of the network.
///
/// They are functions behind pointers so that nothing but the use of the network refers to it: the
/// linker leaves the stack and its driver out of an image whose service does without.
struct NetworkHooks {
  /// Takes what arrived and hands over what was sent; told whether the device has interrupted.
  let poll: @convention(c) (_ hasNews: Bool) -> Void
  /// Asks for an interrupt when the next frame comes; false if frames wait already.
  let prepareToSleep: @convention(c) () -> Bool
  /// When the stack next has something to do, in nanoseconds; the largest number if never.
  let nextDeadline: @convention(c) () -> UInt64
  /// Copies the counters of the stack to where the host finds them.
  let publish: @convention(c) () -> Void
  /// Address of the interface, as a number.
  let address: UInt32
}
