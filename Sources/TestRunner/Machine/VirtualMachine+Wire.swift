public import Frames
internal import Glibc

extension VirtualMachine {
  /// The parts of a machine that see or carry its frames.
  struct WireParts {
    var record: LinkRecord?
    var ring: PacketRing?
    var pump: LinkPump?
    /// What QEMU gets of the links, the first one first.
    var qemuEnds: [Descriptor] = []
    /// What is seen of the links behind the first.
    var further: [(ring: PacketRing, record: LinkRecord)] = []

    /// Who is to see the frames of the links behind the first.
    private var furtherRecords: [LinkRecord] = []
    private var watches: [EventLoop.Watch] = []

    /// Makes the links to the guest.
    init(
      _ configuration: MachineConfiguration, _ namespace: NetworkNamespace, _ wire: MachineWire
    ) throws(MachineError) {
      guard let network = configuration.network else { return }
      let tap = try namespace.makeLink(network)
      record = wire.record
      if let link = wire.link {
        let made = try LinkPump(link, host: tap, record: wire.record)
        pump = made
        if let end = made.qemuEnd { qemuEnds = [end] }
      } else {
        qemuEnds = [tap]
      }
      for (index, network) in configuration.furtherNetworks.enumerated() {
        qemuEnds.append(try namespace.makeLink(network, number: index + 1))
      }
      furtherRecords = wire.furtherRecords
    }

    /// Listens to the links that nobody carries; the kernel takes 5 ms to find room for each.
    mutating func listen(
      _ configuration: MachineConfiguration, in namespace: NetworkNamespace
    ) throws(MachineError) {
      guard let network = configuration.network else { return }
      if pump == nil && record != nil {
        ring = try PacketRing(in: namespace, hasHeaders: network.offersOffload)
      }
      for (index, network) in configuration.furtherNetworks.enumerated() {
        guard index < furtherRecords.count else { continue }
        let ring = try PacketRing(
          in: namespace, number: index + 1, hasHeaders: network.offersOffload)
        further.append((ring, furtherRecords[index]))
      }
    }

    /// Makes frames events of a loop.
    mutating func start(on loop: EventLoop) {
      pump?.start(on: loop)
      for (ring, record) in further {
        watches.append(loop.watch(ring.descriptor) { ring.move(to: record) })
      }
      guard let ring, let record else { return }
      watches.append(loop.watch(ring.descriptor) { ring.move(to: record) })
    }

    /// Takes what has passed, and gives the rings back; a link that this process carries goes on.
    mutating func stop(on loop: EventLoop) {
      for watch in watches { loop.remove(watch) }
      watches = []
      if let ring, let record { ring.move(to: record) }
      ring = nil
      further = []
    }
  }

  /// Changes what a bad link does to frames from now on.
  ///
  /// - Parameter settings: What it does.
  /// - Returns: False if frames take the direct way.
  public func changeLink(_ settings: LinkSettings) -> Bool {
    wire.pump?.change(settings)
    return wire.pump != nil
  }

  /// Gives the record every frame that has passed until now.
  public func settleRecord() {
    wire.pump?.drain()
    if let ring = wire.ring, let record = wire.record { ring.moveAll(to: record) }
    for (ring, record) in wire.further { ring.moveAll(to: record) }
  }

  /// Nanoseconds since 1970, as frames are stamped.
  public static var frameTime: UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
