internal import Foundation
internal import Glibc
internal import Machine
internal import Telemetry

/// The process that plays a guest with this host's Linux.
public enum ReferenceGuest {
  /// Plays the guest that a file describes, with QEMU's descriptors.
  ///
  /// - Parameter path: The file, which the runner has written.
  /// - Returns: The exit status.
  public static func play(_ path: String) -> Int32 {
    guard let bytes = Folder.read(path),
      let settings = try? JSONDecoder().decode(StandIn.Settings.self, from: Data(bytes))
    else {
      FileHandle.standardError.write(
        Data("\(StandIn.complaintPrefix)\(path) makes no sense\n".utf8))
      return 64
    }
    do throws(MachineError) {
      return try StandIn(settings).run()
    } catch {
      FileHandle.standardError.write(Data("\(StandIn.complaintPrefix)\(error)\n".utf8))
      return 70
    }
  }

  /// What every guest sends when its service is ready.
  static func readyBytes(_ network: MachineNetwork) -> [UInt8] {
    var encoder = RecordEncoder(sink: ByteArraySink())
    encoder.send(BootRecord(memoryByteCount: 0, timestampAtEntry: 0, kernelVersion: "Linux"))
    encoder.send(
      ReadyRecord(
        nanosecondsSinceEntry: 0, timestamp: 0, address: network.guest.value, heapByteCount: 0))
    return encoder.sink.bytes
  }

  /// Keeps what an encoder writes.
  private struct ByteArraySink: ByteSink {
    var bytes: [UInt8] = []
    mutating func write(_ byte: UInt8) { bytes.append(byte) }
  }
}
