internal import Drivers
internal import Hardware
internal import Net

/// The network device, whatever bus it is on.
typealias NetworkDevice = VirtioNet<VirtioBus>

extension VirtioNetTransmitter: FrameTransmitter where Transport: ~Copyable {}
