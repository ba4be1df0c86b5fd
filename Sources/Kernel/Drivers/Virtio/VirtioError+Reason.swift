extension VirtioError {
  /// What kept the device from starting, for people.
  public var reason: StaticString {
    switch self {
    case .notVirtio: "no virtio device is where one should be"
    case .unsupportedVersion: "the virtio device has registers of an unknown version"
    case .noDevice: "no virtio device is in its slot"
    case .wrongKind: "the virtio device is of another kind"
    case .badCapability: "the virtio device describes its registers wrongly"
    case .resetTimedOut: "the virtio device does not come back from a reset"
    case .missingFeatures: "the virtio device lacks a feature that its driver needs"
    case .featuresRefused: "the virtio device insists on a feature that its driver lacks"
    case .unstableConfiguration: "the virtio device never stops changing its configuration"
    case .unusableMTU: "the virtio device's link is too narrow for IPv4"
    case .noQueue: "the virtio device lacks a queue of a usable size"
    case .queueInUse: "a queue of the virtio device is in use already"
    case .bus: "the virtio device does not get the addresses that it needs"
    case .noInterrupt: "the virtio device cannot interrupt"
    case .outOfMemory: "there is too little memory for a virtio device"
    }
  }
}
