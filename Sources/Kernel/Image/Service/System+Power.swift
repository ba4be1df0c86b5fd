internal import Telemetry

extension System {
  /// Switches the machine off.
  ///
  /// Where ACPI does not say how, the guest ends as by `exit()`.
  public func powerOff() -> Never {
    publishStatistics()
    unsafe records.send(ExitRecord(status: 0, reason: "power off"))
    Power.turnOff()
  }

  /// Starts the machine from the beginning.
  public func reboot() -> Never {
    publishStatistics()
    Power.reset()
  }
}
