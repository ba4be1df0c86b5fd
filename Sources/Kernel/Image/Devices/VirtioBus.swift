internal import Drivers
internal import Hardware

/// The way to a virtio device on either bus: one type, so that the driver is built once.
enum VirtioBus: VirtioTransport, ~Copyable {
  /// Registers mapped into memory.
  case mapped(VirtioMMIO<MappedRegisters>)
  /// A function on the PCI bus.
  case pci(VirtioPCI<MappedRegisters>)

  var deviceKind: VirtioDeviceKind {
    switch self {
    case .mapped(let device): device.deviceKind
    case .pci(let device): device.deviceKind
    }
  }

  var status: VirtioStatus {
    get {
      switch self {
      case .mapped(let device): device.status
      case .pci(let device): device.status
      }
    }
    set {
      with(
        mapped: { device in device.status = newValue }, pci: { device in device.status = newValue })
    }
  }

  mutating func offeredFeatures() -> VirtioFeatures {
    with(mapped: { $0.offeredFeatures() }, pci: { $0.offeredFeatures() })
  }

  mutating func accept(_ features: VirtioFeatures) {
    with(mapped: { $0.accept(features) }, pci: { $0.accept(features) })
  }

  mutating func enableConfigurationInterrupt() throws(VirtioError) {
    try with(
      mapped: { (device) throws(VirtioError) in try device.enableConfigurationInterrupt() },
      pci: { (device) throws(VirtioError) in try device.enableConfigurationInterrupt() })
  }

  mutating func maximumSize(ofQueue queue: UInt16) -> Int {
    with(
      mapped: { $0.maximumSize(ofQueue: queue) }, pci: { $0.maximumSize(ofQueue: queue) })
  }

  mutating func activate(
    queue: UInt16, at location: VirtqueueLocation
  ) throws(VirtioError) {
    try with(
      mapped: { (device) throws(VirtioError) in try device.activate(queue: queue, at: location) },
      pci: { (device) throws(VirtioError) in try device.activate(queue: queue, at: location) })
  }

  var configurationGeneration: UInt32 {
    switch self {
    case .mapped(let device): device.configurationGeneration
    case .pci(let device): device.configurationGeneration
    }
  }

  // These are not inlined: Swift 6.3.1 crashes where two of them are, in one function.

  @inline(never)
  func configuration8(at offset: Int) -> UInt8 {
    switch self {
    case .mapped(let device): device.configuration8(at: offset)
    case .pci(let device): device.configuration8(at: offset)
    }
  }

  @inline(never)
  func configuration16(at offset: Int) -> UInt16 {
    switch self {
    case .mapped(let device): device.configuration16(at: offset)
    case .pci(let device): device.configuration16(at: offset)
    }
  }

  mutating func setConfiguration32(_ value: UInt32, at offset: Int) {
    with(
      mapped: { $0.setConfiguration32(value, at: offset) },
      pci: { $0.setConfiguration32(value, at: offset) })
  }

  mutating func notify(queue: UInt16) {
    with(mapped: { $0.notify(queue: queue) }, pci: { $0.notify(queue: queue) })
  }

  mutating func acknowledgeInterrupt() -> VirtioInterruptCauses {
    with(mapped: { $0.acknowledgeInterrupt() }, pci: { $0.acknowledgeInterrupt() })
  }

  /// Runs one of two closures on what this holds, and puts it back.
  @inline(__always)
  private mutating func with<Result, Failure: Error>(
    mapped: (inout VirtioMMIO<MappedRegisters>) throws(Failure) -> Result,
    pci: (inout VirtioPCI<MappedRegisters>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    switch consume self {
    case .mapped(var device):
      do throws(Failure) {
        let result = try mapped(&device)
        self = .mapped(device)
        return result
      } catch {
        self = .mapped(device)
        throw error
      }
    case .pci(var device):
      do throws(Failure) {
        let result = try pci(&device)
        self = .pci(device)
        return result
      } catch {
        self = .pci(device)
        throw error
      }
    }
  }
}
