/// Everything that decides what a machine is; the run folder and descriptors are not part of it.
public struct MachineConfiguration: Codable, Equatable, Sendable {
  /// The board that QEMU emulates.
  public enum Kind: String, Codable, CaseIterable, Sendable {
    /// Virtio over memory-mapped registers, no PCI; starts fastest.
    case microvm
    /// The PCI machine with the i440FX chip set.
    case pc
    /// The PCI Express machine.
    case q35
  }

  /// What the guest's virtio devices look like to its drivers.
  public enum VirtioInterface: String, Codable, CaseIterable, Sendable {
    /// As version 1 of the specification has it.
    case modern
    /// Both, as the driver likes; only on the PCI bus.
    case transitional
    /// As it was before version 1.
    case legacy
  }

  /// What executes the guest's instructions.
  public enum Accelerator: String, Codable, CaseIterable, Sendable {
    /// QEMU's translator.
    case tcg
    /// The processor, through the kernel.
    case kvm
    /// Whichever a probe found to be faster on this host.
    case auto
  }

  /// Makes guest time a count of instructions; only under `tcg`.
  public struct InstructionCounting: Codable, Equatable, Sendable {
    /// Each instruction takes two to this power nanoseconds.
    public var shift: Int
    /// Whether an idle guest waits in real time; else its time jumps to the next timer.
    public var sleeps: Bool

    /// Makes a setting; the defaults give a time-stamp counter that counts instructions exactly.
    public init(shift: Int = 0, sleeps: Bool = false) {
      self.shift = shift
      self.sleeps = sleeps
    }
  }

  /// What becomes of all that reaches the guest from outside; only under `tcg`.
  public enum Recording: Codable, Equatable, Sendable {
    /// It is kept in a file.
    case record(to: String)
    /// It comes from a file, whatever happens outside.
    case replay(from: String)
  }

  /// Path of the image, an ELF file with a PVH entry.
  public var image: String
  /// The board.
  public var kind = Kind.microvm
  /// The interface of the virtio devices.
  public var virtio = VirtioInterface.modern
  /// Memory of the guest.
  public var memoryMiB = 32
  /// Whether the guest's memory can be read from outside even when QEMU has ended.
  public var sharesMemory = false
  /// Number of processors.
  public var processors = 1
  /// Processor model of QEMU, nil for the accelerator's richest.
  public var processorModel: String?
  /// What executes the guest.
  public var accelerator = Accelerator.tcg
  /// Translated code that `tcg` keeps, nil for QEMU's own choice.
  public var translationCacheMiB: Int? = 32
  /// What the machine starts from; nil if QEMU itself loads the image.
  ///
  /// The file lies in the run folder under the medium's name for it. A microvm has no disks.
  public var medium: BootMedium?
  /// Firmware by file name or path, nil for the board's own.
  ///
  /// The runner's own starts fastest, but knows a microvm alone: a PC has qboot in its place.
  /// Unused if there is a medium, which names its own.
  public var firmware: String? = RunFolder.Name.firmware
  /// Words of the kernel command line after the addresses.
  public var kernelArguments: [String] = []
  /// The guest's network, nil for a machine without one.
  public var network: MachineNetwork? = MachineNetwork()
  /// The links of the guest's other network cards, each to an interface of the same host; only with
  /// a first one.
  public var furtherNetworks: [MachineNetwork] = []
  /// What else is plugged in.
  public var devices = MachineDevices()
  /// Makes the guest's time a count of instructions, nil for real time.
  public var instructionCounting: InstructionCounting?
  /// What becomes of what reaches the guest, nil for nothing.
  public var recording: Recording?
  /// Whether the guest can tell its host of a panic, at which the machine stops.
  public var hasPanicDevice = false
  /// Whether the second serial port is there for a debugger, at `gdb.sock` of the run folder.
  public var hasDebugPort = true
  /// Whether the third serial port is there for commands to the sampler, at `sampler.sock`.
  public var hasSamplerPort = false
  /// Whether the guest's records have a channel, the debug console port.
  public var hasRecordChannel = true
  /// Whether a guest that resets the machine starts again; else the machine stops, to be examined.
  public var restartsOnReset = false
  /// Whether the processors wait for `resume()` before their first instruction.
  public var startsPaused = false
  /// Further arguments of QEMU, after all others.
  public var extraArguments: [String] = []
  /// The program, searched in `PATH` unless it is a path.
  public var program = "qemu-system-x86_64"

  /// Makes the usual machine for an image.
  public init(image: String) {
    self.image = image
  }

  /// The kernel command line: addresses first, then the arguments.
  public var commandLine: String {
    var words = network?.kernelArguments ?? []
    for (index, further) in furtherNetworks.enumerated() {
      words += further.kernelArguments(number: index + 1)
    }
    return (words + kernelArguments).joined(separator: " ")
  }
}

/// A network of the guest's: one link to the host, in a namespace of its own.
public struct MachineNetwork: Codable, Equatable, Sendable {
  /// The guest's address.
  public var guest = IPv4Address(10, 0, 0, 42)
  /// The host's address, which is the guest's gateway.
  public var host = IPv4Address(10, 0, 0, 1)
  /// How many leading bits of both addresses name the network.
  public var prefixLength = 24
  /// The guest's Ethernet address.
  public var guestMAC = MACAddress(0x52, 0x54, 0, 0, 0, 0x42)
  /// The host's Ethernet address, fixed so that captures can be compared.
  public var hostMAC = MACAddress(0x52, 0x54, 0, 0, 0, 0x01)
  /// Whether the guest is told its address.
  public var isConfigured = true
  /// Descriptors of the receive queue, a power of two, nil for QEMU's 256.
  public var receiveQueueSize: Int?
  /// Packets that the host queues for the guest.
  public var hostQueueLength = 1000
  /// Whether the host knows the guest's Ethernet address without asking.
  ///
  /// Saves one exchange, but then no test sees whether the guest answers ARP.
  public var hasPermanentNeighbor = false
  /// Whether host and guest may leave checksums to each other.
  ///
  /// A header then precedes each frame, which QEMU up to 7.2 writes into its capture, too: no
  /// packets are captured.
  public var offersOffload = false
  /// Whether QEMU writes every frame to `net.pcap` of the run folder, without a limit.
  public var capturesPackets = true
  /// Whether frames go by way of the runner, which may change them.
  public var isDetoured = false

  /// Makes the network that every test uses.
  public init() {}

  /// The words that tell the guest its addresses.
  var kernelArguments: [String] {
    guard isConfigured else { return [] }
    return ["address=\(guest)/\(prefixLength)", "gateway=\(host)"]
  }

  /// The same for a card behind the first, which is told of no router.
  func kernelArguments(number: Int) -> [String] {
    isConfigured ? ["address\(number)=\(guest)/\(prefixLength)"] : []
  }

  /// The usual network of a card behind the first: 10.0.1.0/24 for the second, and so on.
  ///
  /// - Parameter number: Its place among the cards, 1 for the second.
  public init(number: Int) {
    let byte = UInt8(truncatingIfNeeded: number)
    guest = IPv4Address(10, 0, byte, 42)
    host = IPv4Address(10, 0, byte, 1)
    guestMAC = MACAddress(0x52, 0x54, 0, 0, byte, 0x42)
    hostMAC = MACAddress(0x52, 0x54, 0, 0, byte, 0x01)
  }

  /// The network mask as an address.
  var mask: IPv4Address {
    let bits = prefixLength == 0 ? 0 : UInt32.max << UInt32(32 - prefixLength)
    return IPv4Address(value: bits)
  }
}
