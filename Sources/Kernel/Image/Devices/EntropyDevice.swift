internal import CPU
internal import Drivers

/// The device that gives random bytes to the kernel's generator.
enum EntropyDevice {
  nonisolated(unsafe) private static var isOffered = false
  nonisolated(unsafe) private static var device: UnsafeMutablePointer<VirtioEntropy<VirtioBus>>?

  /// Lets the generator use the device, when it needs entropy.
  static func offer() {
    // Safe: one core, and only tasks draw numbers.
    guard unsafe !isOffered else { return }
    unsafe isOffered = true
    EntropyPool.add(
      EntropySource(
        start: { EntropyDevice.start() },
        request: { unsafe EntropyDevice.device?.pointee.request() }))
  }

  /// Starts the device, if there is one, and asks it for bytes.
  private static func start() {
    do throws(VirtioError) {
      guard let bus = try DeviceFinder.find(.entropy, poll: { EntropyDevice.receive() }) else {
        return
      }
      var memory = HeapDMAMemory()
      let started = try VirtioEntropy(
        bus, memory: &memory, ordering: Hypervisor.current == .kvm ? .fence : .deviceAccess)
      let pointer = UnsafeMutablePointer<VirtioEntropy<VirtioBus>>.allocate(capacity: 1)
      // Safe: the memory is of that type and stays.
      unsafe pointer.initialize(to: started)
      unsafe device = unsafe pointer
      unsafe pointer.pointee.request()
      waitIfNeeded()
    } catch {
      log(.warning, "the device for entropy does not start", module: "random")
    }
  }

  /// Mixes in what the device has given.
  private static func receive() {
    _ = unsafe device?.pointee.receive { bytes in EntropyPool.mix(bytes) }
  }

  /// Gives the device a tenth of a second if there is no other source.
  private static func waitIfNeeded() {
    let deadline = currentNanoseconds() + 100_000_000
    while unsafe EntropyPool.quality == .weak, currentNanoseconds() < deadline { receive() }
  }
}
