/// What interrupt handlers and the run loop ask of devices.
///
/// They are functions behind pointers so that nothing but the use of a device refers to it: the
/// linker leaves drivers out of an image whose service does without.
struct DeviceHooks {
  /// Quiets the devices of a vector and leaves notes for the run loop; false if there are none.
  ///
  /// For interrupt handlers.
  let acknowledge: @convention(c) (_ vector: UInt8) -> Bool
  /// Lets the devices that notes tell of act; the network is not among them.
  let poll: @convention(c) (_ events: UInt32) -> Void
}
