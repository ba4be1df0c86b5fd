/// Why a virtio device did not start.
public enum VirtioError: Error, Equatable {
  /// The registers are not those of a virtio device; carries what stands in place of the magic
  /// value.
  case notVirtio(UInt32)
  /// The device speaks only another register layout, such as the legacy one, which is version 1.
  case unsupportedVersion(UInt32)
  /// There is a slot for a device, but no device in it.
  case noDevice
  /// The device is of another kind; carries that kind's number.
  case wrongKind(UInt32)
  /// A capability that the driver needs is missing or malformed; carries its type.
  case badCapability(UInt8)
  /// The device did not come back from a reset.
  case resetTimedOut
  /// The device lacks features that the driver cannot work without; carries the missing ones.
  case missingFeatures(VirtioFeatures)
  /// The device refused the features that the driver chose from its offer.
  case featuresRefused
  /// The device's configuration changed each time it was read.
  case unstableConfiguration
  /// The device's link is too narrow for IPv4; carries its largest payload in bytes.
  case unusableMTU(Int)
  /// The device lacks a queue, or the queue is too small; carries the queue's number.
  case noQueue(UInt16)
  /// The queue was in use before the driver activated it; carries the queue's number.
  case queueInUse(UInt16)
  /// The device could not be reached over its bus.
  case bus(PCIError)
  /// The device could not send its interrupts as asked.
  case noInterrupt
  /// There is not enough memory for the rings and buffers.
  case outOfMemory
}
